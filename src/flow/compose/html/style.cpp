#include "flow/compose/html/style.h"

#include "flow/compose/html/look.h"

#include <fmt/format.h>

namespace bw::html {
namespace {

std::string variables(const Palette& p) {
    return fmt::format("--paper:{};--tint:{};--ink:{};--muted:{};--brand:{};--on-brand:{};--bar:{};"
                       "--up:{};--down:{};--rule:{}",
                       hex(p.paper), hex(p.tint), hex(p.ink), hex(p.muted), hex(p.brand),
                       hex(p.on_brand), hex(p.bar), hex(p.up), hex(p.down), hex(p.rule));
}

// Logical sides only, so that a page in Arabic is its mirror without a rule of its own.
constexpr std::string_view kRules = R"css(
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0 auto;max-inline-size:48rem;font:1rem/1.5 Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,.details,footer{padding-inline:1.25rem}
.head{display:flex;align-items:center;gap:.6rem;padding:1.1rem 1.25rem;background:var(--tint)}
.head{color:var(--brand)}
.head svg{inline-size:2rem;block-size:2rem;flex:none}
.name{font-weight:650;font-size:1.35rem;color:var(--brand)}
h1{font-size:clamp(1.7rem,6.5vw,2.5rem);line-height:1.15;margin:0 0 .3rem;color:var(--brand);letter-spacing:-.015em;text-wrap:balance}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 .7rem;text-wrap:balance}
h3{font-size:1rem;margin:0 0 .35rem}
p{margin:0 0 .5rem}
.lead{font-size:1.25rem;line-height:1.35}
.muted,.label,dt,small,.facts{color:var(--muted)}
.label,.muted,small,dt,.facts,footer{font-size:.875rem}
.label{margin:0}
a{color:var(--brand);text-underline-offset:.15em;overflow-wrap:anywhere}
a:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
.facts{display:flex;flex-wrap:wrap;gap:.15rem 1.5rem;margin:1.25rem 0}
.facts div{display:flex;gap:.4rem}
.facts dd{margin:0;color:var(--ink);font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.key{margin-block:1.5rem 2rem}
main>section,main>.columns{margin-block:2.25rem}
.columns{display:grid;gap:2.25rem 2.5rem}
table{border-collapse:collapse;inline-size:100%;font-variant-numeric:tabular-nums}
th{font-weight:400;text-align:start;padding:.22rem .6rem .22rem 0;vertical-align:top;overflow-wrap:anywhere}
td{padding:.22rem 0;vertical-align:top}
.number{text-align:end;white-space:nowrap}
small{display:block;line-height:1.4}
.sum th,.sum td{font-weight:650;color:var(--brand);border-block-start:1px solid var(--rule);padding-block-start:.4rem}
.bars{inline-size:38%;padding-inline:.6rem}
.bars span{display:block;block-size:.75rem;margin-block-start:.38rem;border-radius:calc(var(--radius)/5)}
.total{background:var(--bar)}.this{background:var(--brand)}.more{background:var(--up)}.less{background:var(--down)}
figure{margin:0}
.chart svg{inline-size:100%;block-size:auto;max-block-size:15rem;overflow:visible}
.chart text{font-size:13px;fill:var(--muted);text-anchor:middle}
.chart text.now{fill:var(--brand);font-weight:650}
.chart text.end{text-anchor:end;font-size:15px}
.then{fill:var(--bar)}rect.now{fill:var(--brand)}
.behind{fill:none;stroke:var(--down);stroke-width:1.5}
.hatched{fill:url(#hatch)}.ground{fill:var(--tint)}.line{fill:var(--down)}
.panel{background:var(--tint);border-radius:var(--radius);padding:1.25rem}
.payment{display:grid;gap:0 1.5rem}
.payment h2{color:var(--brand)}
dl{margin:0 0 .5rem}
.payment dl,.note dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem;align-items:baseline}
dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.strong{font-weight:650}
.code svg{inline-size:9rem;block-size:9rem;border-radius:calc(var(--radius)/2);display:block}
.action{margin-block:1.25rem}
.button{display:inline-block;background:var(--brand);color:var(--on-brand);font-weight:650;padding:.8rem 1.4rem;border-radius:max(var(--radius),4px);text-decoration:none}
.details{border-block-start:1px solid var(--rule);margin-block-start:2.5rem;padding-block-start:2rem}
.details>h2{font-size:1.5rem}
.rows thead th{color:var(--muted);font-size:.875rem;border-block-end:1px solid var(--rule)}
.rows td{padding-inline-start:.8rem}
.rows .group th{color:var(--brand);font-weight:650;padding-block-start:1.1rem}
.rows .part th{font-weight:650;font-size:1.15rem;color:var(--ink);padding-block-start:1.6rem}
.rows .section th{font-weight:650;padding-block-start:.9rem}
.rows .group small,.rows .part small{font-weight:400}
.totals{max-inline-size:28rem;margin:1.5rem 0 2.5rem auto}
.totals small{display:inline;margin-inline-start:.5rem}
.final th,.final td{font-size:1.2rem}
.notes{display:grid;gap:1.75rem 2.5rem}
footer{margin-block:2.5rem;padding-block-start:1.25rem;border-block-start:1px solid var(--rule)}
@media (min-width:44rem){.columns{grid-template-columns:1.35fr 1fr}.columns>:only-child{grid-column:1/-1}.notes{grid-template-columns:1fr 1fr}.payment{grid-template-columns:1fr auto}.payment .code{grid-column:2;grid-row:1/5}.code figcaption{text-align:center}}
@media (max-width:36rem){
.bars{display:none}
.rows thead{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}
.rows tr{display:grid;grid-template-columns:1fr auto;gap:0 .8rem;padding-block:.45rem;border-block-end:1px solid var(--rule)}
.rows th{grid-column:1/-1;padding-block:0}
.rows .group,.rows .part,.rows .section{border:0;padding-block-end:0}
.rows .sum th{grid-column:1;border:0;padding:0}
.rows .sum td{border:0;padding:0}
.rows td{padding:0;font-size:.9375rem}
.rows td:not(:last-child){grid-column:1;text-align:start;color:var(--muted)}
.rows td:not(:last-child):empty{display:none}
.rows td:not(:last-child)[data-head]::before{content:attr(data-head) ": "}
.rows td:last-child{grid-column:2;grid-row:2/span 3;align-self:end;font-weight:650}
.rows .sum td:last-child{grid-row:1}
.rows td small{display:inline;margin-inline-start:.4rem}}
@media print{@page{size:A4;margin:18mm}:root{color-scheme:light}body{max-inline-size:none;font-size:10pt}.action{display:none}.panel,.note,.chart,.why,.receipt,tr{break-inside:avoid}h2,h3{break-after:avoid}.rows thead{display:table-header-group}}
@media (forced-colors:active){.bars span,.chart rect{forced-color-adjust:none}}
)css";

}  // namespace

std::string style_sheet(const brands::Brand& brand) {
    return fmt::format(":root{{color-scheme:light dark;--radius:{}px;{}}}\n"
                       "@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}{}",
                       static_cast<int>(brand.radius_mm * 4), variables(light(brand)),
                       variables(dark(brand)), kRules);
}

}  // namespace bw::html
