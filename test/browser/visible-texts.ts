import type { Page } from "playwright-core";
import * as v from "valibot";
import { type Color, type Layer, measureContrast, parseColor } from "./contrast";

/** A piece of text that a page shows, as Chromium has laid it out. */
export interface VisibleText {
  readonly text: string;
  readonly leftPx: number;
  readonly rightPx: number;
  readonly bottomPx: number;
  readonly fontSizePx: number;
  /** From 1 to 21. */
  readonly contrast: number;
}

const computedStyles = [
  "color",
  "font-size",
  "visibility",
  "background-color",
  "background-image",
  "opacity",
];
const stylesSchema = v.tuple([v.string(), v.string(), v.string(), v.string(), v.string(), v.string()]);
const boundsSchema = v.tuple([v.number(), v.number(), v.number(), v.number()]);

/** The colour of the empty page, in the colour scheme that the page has chosen. */
async function readCanvas(page: Page): Promise<Color> {
  const color = await page.evaluate(`(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.backgroundColor = "Canvas";
    const color = getComputedStyle(probe).backgroundColor;
    probe.remove();
    return color;
  })()`);
  return parseColor(v.parse(v.string(), color));
}

/**
 * Lists the texts that a page shows, in its order.
 * @throws Error if one stands before a picture, where its contrast cannot be told
 * @see https://chromedevtools.github.io/devtools-protocol/tot/DOMSnapshot/
 */
export async function listVisibleTexts(page: Page): Promise<VisibleText[]> {
  const canvas = await readCanvas(page);
  const session = await page.context().newCDPSession(page);
  const { documents, strings } = await session.send("DOMSnapshot.captureSnapshot", { computedStyles });
  await session.detach();
  const [document] = documents;
  if (document === undefined) throw new Error("Chromium shows no document");
  const { nodes, layout } = document;
  const boxOfNode = new Map(layout.nodeIndex.map((node, box) => [node, box]));

  const readStyles = (box: number) => {
    const [color, fontSize, visibility, background, picture, opacity] = v.parse(
      stylesSchema,
      layout.styles[box]?.map((index) => strings[index]),
    );
    return { color, fontSize, visibility, background, picture, opacity };
  };
  const listLayers = (node: number): Layer[] => {
    const parent = nodes.parentIndex?.[node] ?? -1;
    const box = boxOfNode.get(parent);
    if (parent < 0) return [];
    if (box === undefined || (layout.styles[box] ?? []).length === 0) return listLayers(parent);
    const { background, picture, opacity } = readStyles(box);
    if (picture !== "none") throw new Error(`a text stands before ${picture}`);
    return [...listLayers(parent), { background: parseColor(background), opacity: Number(opacity) }];
  };

  return layout.nodeIndex.flatMap((node, box) => {
    const text = strings[layout.text[box] ?? -1]?.trim() ?? "";
    if (text === "") return [];
    const { color, fontSize, visibility } = readStyles(box);
    const [leftPx, topPx, widthPx, heightPx] = v.parse(boundsSchema, layout.bounds[box]);
    if (visibility !== "visible" || widthPx === 0 || heightPx === 0) return [];
    return [
      {
        text,
        leftPx,
        rightPx: leftPx + widthPx,
        bottomPx: topPx + heightPx,
        fontSizePx: Number.parseFloat(fontSize),
        contrast: measureContrast(parseColor(color), listLayers(node), canvas),
      },
    ];
  });
}
