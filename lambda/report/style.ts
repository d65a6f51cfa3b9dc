import type { Status } from "../run/outcome";
import { html } from "./markup";
import type { Night } from "./nights";

/** How something is marked: never by its colour alone. */
interface Mark {
  readonly mark: string;
  /** The class that has its colours in the dark. */
  readonly name: string;
  /** Its colours in the light. */
  readonly tint: string;
}

const quiet = { name: "none", tint: "background-color:#f3f4f6;color:#4b5563" };

export const marks: Readonly<Record<Status | Exclude<Night["came"], object>, Mark>> = {
  OK: { mark: "\u2713", name: "ok", tint: "background-color:#dcfce7;color:#14532d" },
  WARNING: { mark: "!", name: "warning", tint: "background-color:#fef3c7;color:#713f12" },
  FAILED: { mark: "\u2717", name: "failed", tint: "background-color:#fee2e2;color:#7f1d1d" },
  UNVERIFIED: { mark: "?", name: "unverified", tint: "background-color:#f3e8ff;color:#581c87" },
  nothing: { mark: "\u2013", name: "gap", tint: "border:1px dashed #991b1b;color:#991b1b" },
  free: { mark: "\u00b7", ...quiet },
  unknown: { mark: "", ...quiet },
};

const ink = "color:#1f2937";
const muted = "color:#4b5563";
const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

export const styles = {
  body: `margin:0;padding:0;background-color:#ffffff;${ink}`,
  page: `background-color:#ffffff;${ink};${font}`,
  letter: "max-width:640px",
  status: "display:inline-block;margin:0;padding:4px 12px;border-radius:4px;font-size:16px;font-weight:bold",
  about: `margin:12px 0 4px;font-size:14px;line-height:1.4;${muted}`,
  verdict: "margin:0 0 8px;font-size:20px;line-height:1.3;font-weight:bold;word-break:break-word",
  brief: "margin:0 0 12px;font-size:16px;line-height:1.4",
  todo: "margin:0;padding:10px 12px;border-radius:4px;font-size:16px;line-height:1.4;word-break:break-word",
  title: "margin:24px 0 6px;padding:0 0 4px;border-bottom:1px solid #d1d5db;font-size:16px;line-height:1.3",
  rows: "font-size:14px;line-height:1.4",
  label: `padding:3px 12px 3px 0;font-weight:normal;${muted}`,
  value: "padding:3px 0;word-break:break-word",
  link: "color:#1d4ed8;text-decoration:underline",
  nights: "table-layout:fixed;font-size:10px;line-height:1.4",
  night: "padding:4px 1px;border-radius:3px",
  mark: "font-size:16px",
  small: `margin:12px 0 0;font-size:12px;line-height:1.4;word-break:break-word;${muted}`,
} as const;

/** The same in the dark, for the mail programs that tell. `!important` is what outdoes the inline styles. */
export const darkStyle = html`
:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){
.page{background-color:#111827!important;color:#e5e7eb!important}
.muted{color:#9ca3af!important}
.line{border-color:#4b5563!important}
.link{color:#93c5fd!important}
.ok{background-color:#14532d!important;color:#dcfce7!important}
.warning{background-color:#713f12!important;color:#fef3c7!important}
.failed{background-color:#7f1d1d!important;color:#fee2e2!important}
.unverified{background-color:#581c87!important;color:#f3e8ff!important}
.gap{border-color:#fca5a5!important;color:#fca5a5!important}
.none{background-color:#1f2937!important;color:#9ca3af!important}
}
`;
