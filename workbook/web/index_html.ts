import { PAGE_POLICY } from "./policies.ts";

/**
 * The page's first file. Everything else is named by its version, so that it
 * can be kept for ever.
 *
 * @param version The folder of the files.
 */
export function indexHtml(version: string): string {
  const main = `${version}/workbook/web/page/app/main.js`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="handshake-files" content="${version}/">
<title>Handshake</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${version}/style.css">
<link rel="modulepreload" href="${main}">
<script type="module" src="${main}"></script>
</head>
<body>
<a class="skip" href="#main">To the text</a>
<header id="header"></header>
<main id="main" tabindex="-1"><p>Loading …</p></main>
<p id="status" role="status" aria-live="polite"></p>
<noscript>This page judges your program with a program of its own: it needs JavaScript.</noscript>
</body>
</html>
`;
}
