package report

import (
	"io"
	"strings"

	"miteinander/graph/diagram"
)

// WriteDeckHTML writes slides as one file that needs nothing else and opens from a disk or a stick: arrow keys turn the slides,
// light and dark are switched in it, each picture has its table below. Without its script, and on paper, all slides stand
// below each other. The same deck gives the same bytes.
func WriteDeckHTML(w io.Writer, d Deck) error {
	s := onStage(d, slideWidth, slideHeight)
	x := &page{d: document{Document: Document{Lang: s.Lang}}}
	x.begin(s.Lang, s.Title, deckStyle, deckScript)
	ground := markup("")
	if d.Dark {
		ground = ` class="dark"`
	}
	x.put(`<body%s><a class="skip" href="#s1">%s</a><nav class="bar" aria-label="%s" hidden><button type="button" data-go="-1">%s</button><span id="at"></span><button type="button" data-go="1">%s</button><button type="button" data-dark>%s</button><span class="keys">%s</span></nav><main>%s`,
		ground, s.say("skip"), s.say("slides"), s.say("previous"), s.say("next"), s.say("dark"), s.say("keys"), markup("\n"))
	x.put(`<section class="slide first" id="s1" aria-labelledby="t1"><h1 id="t1" tabindex="-1">%s</h1>`, s.Title)
	if s.Subtitle != "" {
		x.put(`<p class="sentence">%s</p>`, s.Subtitle)
	}
	x.meta(s.Meta)
	x.WriteString("</section>\n")
	for i, slide := range d.Slides {
		if err := x.slide(s, i+2, slide); err != nil {
			return err
		}
	}
	x.put(`</main><script>%s</script></body></html>%s`, markup(deckScript), markup("\n"))
	_, err := w.Write(x.Bytes())
	return err
}

func (x *page) slide(d deck, n int, s Slide) error {
	title := one(s.Title)
	if title == "" {
		title = itoa(n)
	}
	x.put(`<section class="slide" id="s%d" aria-labelledby="t%d"><h2 id="t%d" tabindex="-1">%s</h2>`, n, n, n, title)
	if len(lines(s.Sentence)) > 0 {
		x.WriteString(`<p class="sentence">`)
		x.broken(s.Sentence)
		x.WriteString(`</p>`)
	}
	x.WriteString(`<div class="stage">`)
	points := false
	for _, p := range s.Points {
		if len(lines(p)) == 0 {
			continue
		}
		if !points {
			x.WriteString(`<ul>`)
			points = true
		}
		x.WriteString(`<li>`)
		x.broken(p)
		x.WriteString(`</li>`)
	}
	if points {
		x.WriteString(`</ul>`)
	}
	has := s.Picture != nil && s.Picture.W > 0 && s.Picture.H > 0
	if has {
		bare, alt := s.Picture.Bare(), altOf(s.Alt, *s.Picture)
		for _, p := range []struct {
			class string
			sheet diagram.Sheet
		}{{"light", bare}, {"dark", bare.Dark()}} {
			x.put(`<figure class="%s">`, p.class)
			if err := x.svg(p.sheet, alt, "p"+itoa(n)+p.class); err != nil {
				return err
			}
			x.WriteString(`</figure>`)
		}
	}
	table := s.Table != nil && len(s.Table.Rows) > 0 && len(s.Table.Columns) > 0
	if table && !has {
		x.table(s.Table.squared(), "r"+itoa(n), one(s.Table.Caption))
	}
	x.WriteString(`</div>`)
	x.WriteString(`<div class="more">`)
	if table && has {
		x.put(`<details class="table"><summary>%s</summary>`, d.say("table"))
		x.table(s.Table.squared(), "r"+itoa(n), one(s.Table.Caption))
		x.WriteString(`</details>`)
	}
	if notes := strings.TrimSpace(s.Notes); notes != "" {
		x.put(`<details class="notes"><summary>%s</summary><p>`, d.say("notes"))
		x.broken(notes)
		x.WriteString(`</p></details>`)
	}
	x.WriteString("</div></section>\n")
	return nil
}

const deckStyle = `
*{box-sizing:border-box}
html{font:clamp(16px,1.5vw,30px)/1.35 "Liberation Sans",Arial,Helvetica,sans-serif}
body{margin:0;--paper:#fff;--ink:#1f2429;--soft:#4d565f;--blue:#123f73;--shade:#e9eef4;--rule:#a3abb3;background:var(--paper);color:var(--ink);color-scheme:light}
body.dark{--paper:#16191d;--ink:#f2f4f6;--soft:#c3cad1;--blue:#a9cdf5;--shade:#25303c;--rule:#6b7580;color-scheme:dark}
.skip{position:absolute;left:-100rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem}
:focus-visible{outline:3px solid var(--blue);outline-offset:2px}
.slide{min-height:100vh;display:flex;flex-direction:column;padding:1.2rem 1.6rem 1rem}
body.js .slide{padding-bottom:3rem}
.slide[hidden]{display:none}
h1,h2{color:var(--blue);line-height:1.15;margin:0 0 .3rem}h1{font-size:2rem}h2{font-size:1.5rem}h1:focus,h2:focus{outline:none}
.first{justify-content:center}
.sentence{margin:0 0 .6rem;font-size:1.1rem}
.stage{flex:1;display:flex;gap:1.2rem;min-height:50vh}
.stage ul{flex:0 0 28%;margin:0;padding-left:1.2rem;font-size:1.05rem}.stage ul:only-child{flex:1;font-size:1.25rem}.stage li{margin-bottom:.5rem}
figure{flex:1;margin:0;position:relative;min-width:0}figure svg{position:absolute;inset:0;width:100%;height:100%}
figure.dark,body.dark figure.light{display:none}body.dark figure.dark{display:block}
dl{margin:1rem 0}dl div{display:flex;gap:1rem;flex-wrap:wrap}dt{flex:0 0 10rem;color:var(--soft)}dd{flex:1 1 16rem;margin:0}
.stage>.scroll{flex:1}.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}caption{text-align:left;color:var(--soft);padding:.3rem 0}
th,td{padding:.3rem .5rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}thead th{background:var(--shade)}.n{text-align:right;font-variant-numeric:tabular-nums}
.more{display:flex;flex-wrap:wrap;gap:0 2rem}details{margin-top:.4rem}details[open]{flex:0 0 100%}summary{cursor:pointer;color:var(--blue);padding:.2rem 0}
.bar{position:fixed;inset:auto 0 0 0;display:flex;gap:.6rem;align-items:center;padding:.3rem 1.6rem;background:var(--paper);border-top:1px solid var(--rule);font-size:max(14px,.75rem)}.bar[hidden]{display:none}
button{font:inherit;color:var(--blue);background:var(--paper);border:1px solid var(--blue);border-radius:.25rem;padding:.25rem .7rem;min-height:24px}.keys{color:var(--soft)}
@media (max-width:40rem){.stage{flex-direction:column}.stage ul{flex:none}figure{flex:none}figure svg{position:static;height:auto}.keys{display:none}dt{flex-basis:100%}}
@media (forced-colors:active){button,th,td{border-color:CanvasText}}
@page{size:A4 landscape;margin:12mm}
@media print{html{font-size:11pt}body,body.dark{--paper:#fff;--ink:#1f2429;--soft:#4d565f;--blue:#123f73;--shade:#e9eef4;--rule:#a3abb3}.bar,.skip,summary{display:none!important}
.slide,.slide[hidden]{display:flex!important;min-height:0;height:178mm;padding:0!important;break-after:page;break-inside:avoid}figure.light,body.dark figure.light{display:block}body.dark figure.dark{display:none}
.stage{min-height:0}details.notes{display:none}*{print-color-adjust:exact}}
`

// deckScript turns the slides. It writes into the page nothing but numbers.
const deckScript = `
"use strict";
(function(){
var slides=[].slice.call(document.querySelectorAll(".slide")),bar=document.querySelector(".bar"),at=document.getElementById("at"),now=0;
function show(n,focus){
now=Math.max(0,Math.min(slides.length-1,n));
slides.forEach(function(s,i){s.hidden=i!==now});
at.textContent=(now+1)+" / "+slides.length;
if(focus){var h=slides[now].querySelector("h1,h2");h.focus({preventScroll:true});window.scrollTo(0,0);history.replaceState(null,"","#"+slides[now].id)}
}
function dark(){document.body.classList.toggle("dark")}
document.body.classList.add("js");bar.hidden=false;
bar.addEventListener("click",function(e){var b=e.target.closest("button");if(!b)return;if(b.hasAttribute("data-dark"))dark();else show(now+Number(b.dataset.go),false)});
document.addEventListener("keydown",function(e){
if(e.ctrlKey||e.metaKey||e.altKey)return;
var t=e.target,control=t.closest&&t.closest("button,summary,a"),scroll=t.closest&&t.closest(".scroll"),k=e.key;
if((k===" "&&(control||scroll))||((k==="ArrowRight"||k==="ArrowLeft"||k==="PageDown"||k==="PageUp"||k==="Home"||k==="End")&&scroll))return;
if(k==="ArrowRight"||k==="PageDown"||(k===" "&&!e.shiftKey))show(now+1,true);
else if(k==="ArrowLeft"||k==="PageUp"||k===" ")show(now-1,true);
else if(k==="Home")show(0,true);
else if(k==="End")show(slides.length-1,true);
else if(k==="d"||k==="D")dark();
else if(k==="t"||k==="T"){var d=slides[now].querySelector("details.table");if(d){d.open=!d.open;if(d.open)d.scrollIntoView()}}
else return;
e.preventDefault();
});
window.addEventListener("hashchange",go);
function go(){var i=slides.findIndex(function(s){return "#"+s.id===location.hash});show(i<0?0:i,false)}
go();
})();
`
