/** What was found. `says` is one sentence, `next` the one thing to do about it. */
export type Finding =
  | { readonly result: "ok" | "not checked"; readonly says: string }
  | { readonly result: "warning" | "failed"; readonly says: string; readonly next: string };

/** One line of a check's answer; `check` is what was looked at, for people. */
export type CheckLine = { readonly check: string } & Finding;

export const ok = (says: string): Finding => ({ result: "ok", says });
export const notChecked = (says: string): Finding => ({ result: "not checked", says });
export const warn = (says: string, next: string): Finding => ({ result: "warning", says, next });
export const fail = (says: string, next: string): Finding => ({ result: "failed", says, next });
