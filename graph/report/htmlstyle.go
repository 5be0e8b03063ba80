package report

// documentStyle is the look of WriteHTML on screen and paper.
const documentStyle = `
*{box-sizing:border-box}
html{color:#1f2429;background:#fff;font:16px/1.5 "Liberation Sans",Arial,Helvetica,sans-serif}
body{max-width:60rem;margin:0 auto;padding:1.5rem}
.skip{position:absolute;left:-100rem}.skip:focus{left:1rem;top:.5rem;background:#fff;padding:.5rem}
a{color:#123f73}:focus-visible{outline:3px solid #123f73;outline-offset:2px}
h1,h2,h3{color:#123f73;line-height:1.25;hyphens:auto}
h1{font-size:2rem;margin:1rem 0 .25rem}h2{font-size:1.5rem;margin:2.2rem 0 .6rem}h3{font-size:1.2rem;margin:1.6rem 0 .4rem}h4{font-size:1rem;margin:1.3rem 0 .3rem}
.subtitle{font-size:1.2rem;color:#4d565f;margin:0 0 1rem}
dl{border-top:2px solid #123f73;padding-top:.6rem;margin:0 0 2rem}dl div{display:flex;gap:1rem;flex-wrap:wrap}dt{flex:0 0 11rem;color:#4d565f}dd{flex:1 1 16rem;margin:0}
.lead{font-size:1.2rem}.note{font-size:.9rem;color:#4d565f}.bold{font-weight:bold}
nav ul{list-style:none;padding:0}nav li{margin:.15rem 0}nav .l1{font-weight:bold}nav .l2{padding-left:1.2rem}nav .l3{padding-left:2.4rem;font-size:.95rem}
figure{margin:1.2rem 0}figure svg{display:block;max-width:100%;height:auto;margin:0 auto}
figcaption,caption{font-size:.9rem;color:#4d565f;text-align:left;padding:.3rem 0}
.scroll{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.35}
th,td{padding:.3rem .5rem;text-align:left;vertical-align:top;border-bottom:1px solid #a3abb3}
thead th{background:#e9eef4}.n{text-align:right;font-variant-numeric:tabular-nums}
.form{margin:1rem 0}.form th,.form td{border:1px solid #a3abb3}.form th{width:30%;background:#e9eef4}.hint{display:block;font-weight:normal;color:#4d565f}
.room1{height:2.2em}.room2{height:4em}.room3{height:6em}.room4{height:8em}.room5{height:10em}.room6{height:12em}
@media (forced-colors:active){th,td{border-color:CanvasText}}
@page{size:A4;margin:24mm 20mm 22mm 24mm}
@page across{size:A4 landscape;margin:10mm 10mm 16mm}
@page wall{size:A3 landscape;margin:10mm 10mm 16mm}
@media print{
html{font-size:10.5pt}body{max-width:none;padding:0}.skip{display:none}
h2,h3,h4,caption{break-after:avoid}figure,tr{break-inside:avoid}thead{display:table-header-group}
a{color:inherit;text-decoration:none}.break{break-after:page}.scroll{overflow:visible}
figure svg{max-height:115mm}
.full{break-inside:avoid;break-before:page;margin:0}h2.full+.full,h3.full+.full,h4.full+.full{break-before:avoid}.full.a4{page:across}.full.a3{page:wall}.full.a4 svg{max-height:160mm}.full.a3 svg{max-height:240mm}
p{orphans:2;widows:2}*{print-color-adjust:exact}}
`
