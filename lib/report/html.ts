import { passes, type Judgement } from '../checklist/judgement';
import { areaList } from './html/area-list';
import { areaScores } from './html/area-score';
import { pageAssets } from './html/assets';
import { pageDataOf } from './html/encoding';
import { exceptions } from './html/exceptions';
import { brokenRules, hero } from './html/hero';
import { embeddedJson, Markup, markup } from './html/markup';
import { plainOutcomes } from './html/plain-outcomes';
import { sign, symbolSheet } from './html/symbols';
import { verdictWords } from './html/verdict-words';

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="9" fill="none" stroke="#1f7a6c" stroke-width="4"/><path d="M1 16h30" stroke="#1f7a6c" stroke-width="4"/></svg>',
)}`;

/**
 * The judgement as `checklist.html`: one page that carries everything in itself, asks the network for nothing, and is
 * the same for every synth of the same app.
 *
 * @throws SeaworthyError `PageNotBuilt` when the library was not built
 */
export function checklistHtml(judgement: Judgement): string {
  const { script, scriptHash, styles, stylesHash } = pageAssets();
  const areas = areaScores(judgement);
  const { headline, sentence } = verdictWords(judgement);
  const policy = [
    "default-src 'none'",
    `style-src '${stylesHash}'`,
    `script-src '${scriptHash}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return markup`<!doctype html>
<html lang="en" data-passes="${String(passes(judgement))}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy.join('; '))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${headline}: the production checklist</title>
<meta name="description" content="${headline}. ${sentence}">
<link rel="icon" href="${new Markup(ICON)}">
<style>${new Markup(styles)}</style>
<script>${new Markup(script)}</script>
</head>
<body>
<a class="skip" href="#outcomes">Skip to the outcomes</a>
${symbolSheet()}
<header class="top"><div class="neatline" aria-hidden="true"></div><div class="top-inner"><span class="brand">${sign(
    'plimsoll',
  )}Seaworthy</span><div id="tools"></div></div></header>
<main>
${hero(judgement, areas)}
${brokenRules(judgement.broken)}
${areaList(areas)}
<div id="outcomes" tabindex="-1"></div>
${plainOutcomes(judgement)}
${exceptions(judgement)}
</main>
<footer class="foot">The production checklist of Seaworthy. Percentages count what is decided: met, missed and waived.</footer>
<script type="application/json" id="data">${embeddedJson(pageDataOf(judgement))}</script>
</body>
</html>
`.text;
}
