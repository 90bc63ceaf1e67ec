"""How the packet looks: on a screen, in the dark, and on A4."""

STYLE = """
:root { --paper: #fdfcf9; --ink: #23282b; --quiet: #5a6469; --line: #cfd6d8; --bubble: #eef3f1; --button: #dfe9ec;
  --heavy: #a3341f; --good: #1d6b45; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --paper: #171a1c; --ink: #e8ecec; --quiet: #a7b2b6; --line: #3b4447;
  --bubble: #23292c; --button: #2f393d; --heavy: #f08a72; --good: #6fcf9f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.2rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .6rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
h3 { font-size: 1.05rem; margin: 0; }
a { color: inherit; }
code { font: .9em ui-monospace, "DejaVu Sans Mono", monospace; }
.facts, .signing dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .3rem 1.2rem; }
dt { color: var(--quiet); } dd { margin: 0; }
ul { padding-left: 1.2rem; } .proofs { list-style: none; padding: 0; }
.proofs li { margin: .5rem 0; padding-left: .8rem; border-left: 4px solid var(--good); }
.proofs .fails { border-color: var(--heavy); } .holds b { color: var(--good); } .fails b { color: var(--heavy); }
.proofs code { color: var(--quiet); }
table { border-collapse: collapse; } th, td { text-align: left; padding: .3rem 1.2rem .3rem 0;
  border-bottom: 1px solid var(--line); }
.graph { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
.graph svg { max-width: 100%; height: auto; display: block; margin: 0 auto; }
.screen { border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem; margin: 1rem 0; }
.screen:target { outline: 3px solid var(--good); }
.is-heavy { border-left: 6px solid var(--heavy); } .heavy { color: var(--heavy); font-size: .9rem; }
.where, .notes, .remark { color: var(--quiet); font-size: .92rem; margin: .2rem 0 .7rem; }
figure { margin: .6rem 0; } figcaption { color: var(--quiet); font-size: .92rem; margin: .3rem 0; }
figure img { display: block; max-width: min(26rem, 100%); max-height: 20rem; border-radius: 12px; }
.wordings { display: flex; flex-wrap: wrap; gap: 1rem; }
.phone { flex: 1 1 20rem; max-width: 26rem; }
.bubble { background: var(--bubble); border-radius: 12px; padding: .1rem .9rem; overflow-wrap: anywhere; }
.bubble p { margin: .6rem 0; } .silent { color: var(--quiet); font-style: italic; }
.slot { border-bottom: 2px dotted var(--quiet); font-style: italic; }
.row { display: flex; gap: .3rem; margin-top: .3rem; }
.button { flex: 1; text-align: center; background: var(--button); border-radius: 8px; padding: .35rem .4rem; }
.exits { margin: .8rem 0; } .remark { border-top: 1px dashed var(--line); margin: .8rem 0 0; padding: .4rem 0 1.6rem; }
.signing dd { border-bottom: 1px solid var(--ink); min-height: 2.2rem; } .signing .tall { min-height: 7rem; }
@page { size: A4; margin: 16mm; }
@media print { :root { --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --bubble: #f2f2f2; --button: #e6e6e6;
  --heavy: #8a2413; --good: #14532d; } main { max-width: none; padding: 0; } body { font-size: 10.5pt; }
  .screen, .signing, .proofs li { break-inside: avoid; } h2, h3 { break-after: avoid; }
  .graph { break-before: page; border: 0; } .graph svg { max-height: 245mm; } }
"""
