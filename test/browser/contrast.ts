/** Red, green and blue from 0 to 255, and how much of what is behind is covered, from 0 to 1. */
export type Color = readonly [red: number, green: number, blue: number, alpha: number];

/** An element around a text. */
export interface Layer {
  readonly background: Color;
  readonly opacity: number;
}

/** @throws Error for a colour that is not written as browsers write those of sRGB */
export function parseColor(text: string): Color {
  const channels = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(text);
  if (channels === null) throw new Error(`the colour is "${text}": expected one such as rgb(0, 0, 0)`);
  const [, red, green, blue, alpha = 1] = channels;
  return [Number(red), Number(green), Number(blue), Number(alpha)];
}

function cover([r, g, b, alpha]: Color, [r0, g0, b0]: Color): Color {
  const mix = (above: number, below: number) => above * alpha + below * (1 - alpha);
  return [mix(r, r0), mix(g, g0), mix(b, b0), 1];
}

/** What is seen of an ink on its layers, the outermost first: each is painted and then let through as a whole. */
function paint(ink: Color, layers: readonly Layer[], behind: Color): Color {
  const [layer, ...inner] = layers;
  if (layer === undefined) return cover(ink, behind);
  const [r, g, b] = paint(ink, inner, cover(layer.background, behind));
  return cover([r, g, b, layer.opacity], behind);
}

function luminance([red, green, blue]: Color): number {
  const linear = (channel: number) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/**
 * How much a text stands out against what is around it, from 1 to 21.
 * @param layers the elements that it is in, the outermost first
 * @param canvas what is behind them all
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function measureContrast(ink: Color, layers: readonly Layer[], canvas: Color): number {
  const seen = luminance(paint(ink, layers, canvas));
  const around = luminance(paint([0, 0, 0, 0], layers, canvas));
  return (Math.max(seen, around) + 0.05) / (Math.min(seen, around) + 0.05);
}
