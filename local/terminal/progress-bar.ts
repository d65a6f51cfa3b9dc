const width = 30;

/** `[##########--------------------]  33 %` */
export function drawProgressBar(percent: number): string {
  const filled = Math.round((width * Math.min(100, Math.max(0, percent))) / 100);
  return `[${"#".repeat(filled)}${"-".repeat(width - filled)}] ${String(Math.round(percent)).padStart(3)} %`;
}
