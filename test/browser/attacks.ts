/** Something that a mail may try. */
export interface Attack {
  readonly name: string;
  readonly html: string;
  /** Whether somebody has to click on it; then it covers the whole mail. */
  readonly click?: true;
}

const everywhere = 'style="position:fixed;inset:0;width:100%;height:100%"';
const take = (what: string) => `parent.${what}='taken'`;

/**
 * Lists what a mail may try, each in a mail of its own: to run, to load, to lead away, to reach the page around it.
 * @param canaryUrl where nobody but an attack asks for anything
 */
export function listAttacks(canaryUrl: string): Attack[] {
  return [
    { name: "a script", html: `<script>${take("document.title")}</script>` },
    { name: "a script that sends", html: `<script>fetch("${canaryUrl}")</script>` },
    { name: "a script that leaves", html: `<script>top.location = "${canaryUrl}"</script>` },
    { name: "an event handler", html: `<img src="data:," onerror="${take("name")}">` },
    { name: "a script in a picture", html: `<svg><script>${take("document.title")}</script></svg>` },
    {
      name: "a script in a frame",
      html: `<iframe srcdoc="<script>parent.${take("name")}</script>"></iframe>`,
    },
    { name: "a refresh", html: `<meta http-equiv="refresh" content="0;url=${canaryUrl}">` },
    { name: "an image", html: `<img src="${canaryUrl}">` },
    { name: "an image by way of a base", html: `<base href="${canaryUrl}"><img src="image.png">` },
    { name: "an image in a picture", html: `<svg><image href="${canaryUrl}"/></svg>` },
    { name: "an image in a style", html: `<p style="background:url(${canaryUrl})">text` },
    { name: "a style sheet", html: `<link rel="stylesheet" href="${canaryUrl}">` },
    { name: "an imported style sheet", html: `<style>@import "${canaryUrl}";</style>` },
    {
      name: "a font",
      html: `<style>@font-face { font-family: f; src: url(${canaryUrl}) } p { font-family: f }</style><p>text`,
    },
    { name: "a frame", html: `<iframe src="${canaryUrl}"></iframe>` },
    { name: "an object", html: `<object data="${canaryUrl}"></object>` },
    { name: "a video", html: `<video poster="${canaryUrl}"></video>` },
    { name: "a preload", html: `<link rel="preload" as="image" href="${canaryUrl}">` },
    {
      name: "a form",
      html: `<form action="${canaryUrl}"><button ${everywhere}>go</button></form>`,
      click: true,
    },
    { name: "a link", html: `<a href="${canaryUrl}" ${everywhere}>go</a>`, click: true },
    {
      name: "a link to the top",
      html: `<a href="${canaryUrl}" target="_top" ${everywhere}>go</a>`,
      click: true,
    },
    {
      name: "a link to the parent",
      html: `<a href="${canaryUrl}" target="_parent" ${everywhere}>go</a>`,
      click: true,
    },
    {
      name: "a link to a new window",
      html: `<a href="${canaryUrl}" target="_blank" ${everywhere}>go</a>`,
      click: true,
    },
    {
      name: "a link that tells",
      html: `<a href="#here" ping="${canaryUrl}" ${everywhere}>go</a>`,
      click: true,
    },
    {
      name: "a link that is a script",
      html: `<a href="javascript:${take("document.title")}" ${everywhere}>go</a>`,
      click: true,
    },
  ];
}
