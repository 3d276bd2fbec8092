/** The style of the page: one sheet, for the screen in both themes and for paper. */
import { COLOURS } from '../../html/colours'

export const STYLE = `${COLOURS}*{box-sizing:border-box}
html{scroll-padding-top:64px}
body{margin:0;background:var(--ground);color:var(--text);font:14px/1.5 Inter,system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
code,pre,.tree,.code,svg text{font-family:'JetBrains Mono',ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}
code,.code{font-size:12.5px;overflow-wrap:anywhere}
a{color:var(--accent)}
header{position:sticky;top:0;z-index:2;display:flex;gap:12px;align-items:center;padding:9px 24px;background:var(--panel);border-bottom:1px solid var(--line)}
header .name{flex:1;min-width:0;font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
header .find{display:flex;gap:6px;align-items:center}
header .count{min-width:74px;color:var(--dim);font-size:12px;text-align:right;font-variant-numeric:tabular-nums}
input[type=search],button,select{height:30px;padding:0 10px;font:inherit;font-size:13px;color:var(--text);background:var(--raised);border:1px solid var(--line);border-radius:6px}
input[type=search]{width:min(300px,34vw)}
button{cursor:pointer}
button:hover{background:var(--hover)}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
[hidden]{display:none!important}
main{max-width:1320px;margin:0 auto;padding:22px 24px 60px}
h1{margin:0;font-size:23px;line-height:1.3;overflow-wrap:anywhere}
h2{margin:0 0 12px;font-size:16px}
h2 .n,h3 .n{margin-left:6px;color:var(--dim);font-weight:400;font-size:13px}
h3{margin:18px 0 8px;font-size:14px}
.lead{margin:4px 0 0;color:var(--dim)}
nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin:14px 0 4px;font-size:13px}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
section{margin-top:18px;padding:16px 18px 18px;background:var(--panel);border:1px solid var(--line);border-radius:10px}
.blob{margin:34px 0 0;font-size:18px;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 18px;margin:0}
dt{color:var(--dim)}
dd{margin:0;overflow-wrap:anywhere}
.wide{overflow-x:auto}
table{min-width:min(100%,460px);border-collapse:collapse;font-size:13px}
th{padding:4px 12px 6px 0;color:var(--dim);font-weight:500;text-align:left;white-space:nowrap;border-bottom:1px solid var(--line)}
td{padding:6px 12px 6px 0;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
tr:last-child td{border-bottom:0}
td.num,th.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.keep{white-space:nowrap}
td p{margin:0 0 3px}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr));gap:4px 48px}
.columns table{width:100%;min-width:0}
.columns td:last-child{width:38%}
.quiet{color:var(--dim)}
.small{font-size:12.5px}
.pass,.yes{color:var(--pass)}.fail,.error,.removed{color:var(--fail)}.unknown,.warning{color:var(--unknown)}.note{color:var(--dim)}.added{color:var(--pass)}.changed{color:var(--accent)}
.word{font-weight:600;white-space:nowrap}
.tensor{--is:var(--tensor)}.type{--is:var(--type)}.value{--is:var(--value)}.state{--is:var(--state)}.shape{--is:var(--shape)}.relation{--is:var(--relation)}.none{--is:var(--dim)}
.esc{padding:0 1px;color:var(--fail);background:var(--raised);border-radius:2px;font-weight:400;font-style:normal}
ul.plain{margin:0;padding:0;list-style:none}
ul.plain li{padding:2px 0}
pre{margin:0;padding:10px 12px;overflow-x:auto;background:var(--raised);border-radius:6px;font-size:12.5px;line-height:1.55}
summary{cursor:pointer}
.more{margin-top:8px}
.more>summary{color:var(--accent)}
.tools{display:flex;flex-wrap:wrap;gap:6px 16px;align-items:center;margin:-2px 0 10px;font-size:12.5px;color:var(--dim)}
.tools .key{color:var(--is)}
.tree{font-size:12px;line-height:20px;overflow-x:auto;padding:2px}
.tree details{border-left:1px solid var(--line);padding-left:6px;margin-left:13px}
.tree>details{border-left:0;margin-left:0;padding-left:0}
.tree details>:not(summary){margin-left:13px}
.tree details>p{margin-left:14px!important}
.tree summary,.tree p{white-space:pre-wrap;overflow-wrap:anywhere;padding:0 4px 0 15px;margin:0;border-radius:3px;color:var(--dim);list-style:none}
.tree summary::-webkit-details-marker{display:none}
.tree summary::before{content:'\\25BE';display:inline-block;width:15px;margin-left:-15px;color:var(--faint);font-size:11px}
.tree details:not([open])>summary::before{content:'\\25B8'}
.tree summary:hover,.tree p:hover{background:var(--hover)}

.tree b{font-weight:500;color:var(--text)}
.tree p b{color:var(--is)}
.tree p u{color:var(--text);text-decoration:none}
.tree i{font-style:normal}
.tree a{text-decoration:none;font-size:11px;white-space:nowrap}
.tree .hit{background:var(--selected)}
.tree .now{outline:2px solid var(--accent);outline-offset:-2px}
.tree :target,tr:target{background:var(--selected)}
::highlight(found){background:#ffe08a;color:#1b222b}
.stacks{margin:6px 0 0;padding-left:0;list-style:none;font-size:12px}
.stacks li{padding:6px 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.stacks span{display:block}
svg{display:block;width:100%;height:auto;margin:4px 0 2px}
svg text{font-size:10.5px;fill:var(--ink)}
svg .dim{fill:var(--dim)}
svg .box{fill:var(--raised);stroke:var(--line)}
svg .box.lit{stroke:var(--accent)}
svg .edge{fill:none;stroke:var(--faint);stroke-dasharray:3 4}
svg .edge.lit{stroke:var(--accent);stroke-width:1.6;stroke-dasharray:none}
svg .big{font-size:14px;font-weight:600;fill:var(--text)}
svg .ttl{font-size:11.5px;fill:var(--text)}
.h0{fill:var(--h0)}.h1{fill:var(--h1)}.h2{fill:var(--h2)}.h3{fill:var(--h3)}.h4{fill:var(--h4)}
.cell{stroke:var(--panel);stroke-width:.6}
footer{margin-top:22px;color:var(--dim);font-size:12.5px}
@media (max-width:760px){header{flex-wrap:wrap;padding:8px 14px}main{padding:16px 14px 40px}section{padding:14px}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@page{margin:14mm 12mm}
@media print{body{background:#fff;font-size:10.5pt}header,.tools button,.js,.go,nav{display:none!important}main{max-width:none;padding:0}section{padding:0;border:0;margin-top:16pt}h2{padding-bottom:3pt;border-bottom:1px solid var(--line);break-after:avoid}h3,.blob{break-after:avoid}tr,svg,.stacks li{break-inside:avoid}.tree{font-size:7.4pt;line-height:1.45;overflow:visible}.tree a{font-size:inherit}.tree summary::before{width:11px}.wide{overflow:visible}a{color:inherit;text-decoration:none}code,.code,pre{font-size:8.6pt}table{font-size:9pt}pre{white-space:pre-wrap;overflow-wrap:anywhere}thead{display:table-header-group}details::details-content{content-visibility:visible;block-size:auto}}
`
