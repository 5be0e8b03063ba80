package exchange

import (
	"slices"
	"strings"

	"miteinander/graph"
)

// concept is one thing that offices call by many words. An entry of a catalogue stands for it when its own name holds one of the
// words, so that the reading works with the catalogues of any network.
type concept struct {
	name  string   // as written
	entry []string // folded words by which an entry of a catalogue is known
	words []string // folded words by which a free text means it
}

func concepts(lines string) []concept {
	var out []concept
	for line := range strings.SplitSeq(lines, "\n") {
		entry, words, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok {
			continue
		}
		split := func(s string) (list []string) {
			for w := range strings.SplitSeq(s, ",") {
				if w = fold(strings.TrimSpace(w)); w != "" {
					list = append(list, w)
				}
			}
			return list
		}
		e := split(entry)
		out = append(out, concept{strings.TrimSpace(entry), e, append(split(words), e...)})
	}
	return out
}

// Whom offers are for. A star: the beginning of a word.
var groupConcepts = concepts(`
	alleinerziehend* = Ein-Eltern-Familie*, Einelternfamilie*, allein erziehend*, getrennt erziehend*
	migration* = Migrant*, Migrationshintergrund, geflüchtet*, Flüchtling*, Geflohene, zugewandert*, Zugewanderte, Neuzugewanderte, Asyl*, ausländisch*, Aussiedler*, Einwander*, mehrsprachig*, Ukraine*
	behinder* = Beeinträchtigung*, beeinträchtigt*, Handicap*, Förderbedarf, inklusiv*, Inklusion, Integrationskinder, Entwicklungsverzögerung*, chronisch krank*
	armut* = sozial benachteilig*, benachteilig*, Bürgergeld*, ALG II, Hartz IV, SGB II, geringes Einkommen, niedriges Einkommen, geringem Einkommen, einkommensschwach*, bildungsfern*, Transferleistung*
	psychisch*, sucht* = psychisch krank*, psychisch belastet*, suchtkrank*, suchtbelastet*, Suchterkrankung
	werdende* = Schwangere, schwangere, Schwangerschaft, Geburtsvorbereitung
	junge eltern*, junge mütter = junge Mütter, junge Väter, minderjährige Mütter, minderjährige Schwangere, Teenager-Mütter, junge Familien
`)

// For whom means everyone.
var everyoneWords = foldAll("alle", "offen für alle", "für alle", "alle interessierten", "interessierte", "alle familien", "familien", "familie", "eltern", "kinder", "kind", "mütter", "väter", "jedermann", "jede und jeder",
	"alle eltern", "eltern mit kindern", "familien mit kindern", "mütter und väter", "eltern und kinder", "kinder und eltern", "kinder und jugendliche", "jugendliche", "eltern mit kind", "alle kinder", "großeltern",
	"erziehungsberechtigte", "sorgeberechtigte", "personensorgeberechtigte", "schülerinnen", "schüler", "schüler innen", "schülerinnen und schüler", "bürgerinnen und bürger", "bewohner", "anwohner", "alle interessierten eltern", "paare",
	"mädchen", "jungen", "mädchen und jungen", "bezugspersonen", "pflegeeltern", "alle einwohner", "stadtteilbewohner", "eltern und bezugspersonen", "mütter mit kindern", "väter mit kindern", "junge menschen")

// What offers are about.
var fieldConcepts = concepts(`
	gesundheit* = Suchtberatung*, Schwangerschaftsberatung*, Schwangerenberatung*, Medizin, Hebamme*, Arzt*, Ärzt*, Klinik*, Ernährung*, Bewegung*, Therapie*, Sucht*, Geburt*, Schwangerschaft*, Stillen, Stillgruppe, Rückbildung, psycholog*, Zahn*, Impf*, Krankenkasse*, SPZ, Frühförder*, Logopädie, Ergotherapie, Sport*, Vorsorge*, Turn*, Turnen*, Fußball*, Judo*, Schwimm*, Massage*, Babymassage, Erste Hilfe, Kinderarzt*, Praxis
	frühkindliche bildung = Kita*, Kindergarten*, Kindergärten, Krippe*, Kindertages*, Tagesmutter, Kinderhaus*, Tagespflege, Kinderbetreuung, Vorschul*
	schule* = Schüler*, schulisch*, Schulsozialarbeit*, Gymnasi*, Hausaufgaben*, Nachhilfe, Ganztag*, Hort*, Unterricht*, Lernförderung
	ausbildung*, arbeit* = Beruf*, Ausbildung*, Arbeit*, Jobcenter, Bewerbung*
	^bildung = Kita*, Bildung*, Kindergarten*, Kindergärten, Kinderhaus*, Krippe*, Kindertages*, Betreuung*, Schule*, Schüler*, schulisch*, Gymnasi*, Sprach*, Deutschkurs*, Lese*, Vorles*, Bibliothek*, Lernen, Lern*, Hausaufgaben*, Nachhilfe, Ganztag*, Hort*, Unterricht*, Kultur*, Kunst*, Kunstschule, Musik*, Musikschule, Beruf*, Ausbildung*, Theater*, Medien*, Museum
	jugend*, familie* = Erziehungsberatung*, Familienberatung*, Erziehung*, Familie*, Eltern*, Jugend*, Spielplatz, Spielgruppe*, Krabbelgruppe*, Frühe Hilfen, Hilfen zur Erziehung, Familienbildung, Kinderschutz, Freizeit*, Ferien*, Streetwork, ASD, SPFH, Väter*, Mütter*, Kinder- und Jugend*, Treff*, Café, Cafe, Baby*, PEKiP, Jugendamt
	sozial* = Beratung*, Schulden*, Schuldner*, Migration*, Integration*, Wohn*, Tafel*, Armut*, Selbsthilfe*, Gewalt*, Stadtteil*, Quartier*, Nachbarschaft*, Existenz*, Sozial*, Leistung*, Asyl*, Kleiderkammer, Teilhabe, Behinderten*
`)

// Kinds of institutions (domain.md) by the words that names and columns hold. The first that fits leads.
var kindConcepts = concepts(`
	Familienhebamme = Familienhebamme*, FGKiKP, Familien-Gesundheits*
	Frühe Hilfen = Frühe Hilfen, Koordinierungsstelle Frühe Hilfen, Babylots*
	Frühförderstelle = Frühförder*, Interdisziplinäre Frühförder*
	Schwangerschaftsberatung = Schwangerschafts*, Schwangerenberatung, donum vitae, pro familia, Schwangerschaftskonfliktberatung
	Erziehungsberatung = Erziehungsberatung*, Erziehungs- und Familienberatung*, Familienberatung*, Erziehungs- *
	EFL-Beratung = Ehe- Familien- und Lebensberatung, Lebensberatung*, EFL*
	Schuldner- und Sozialberatung = Schuldnerberatung*, Schuldner*, Sozialberatung*, Insolvenzberatung*
	Suchthilfe = Sucht*, Drogenberatung*
	Migrationsdienst = Migrations*, Jugendmigrationsdienst, JMD, MBE, Flüchtlingsberatung*, Integrationsdienst*
	Gewaltschutz = Frauenhaus, Frauenschutz*, Interventionsstelle*, Gewaltschutz*
	Schulpsychologie = Schulpsycholog*
	Schulsozialarbeit = Schulsozialarbeit*, Jugendsozialarbeit an Schulen, JaS
	Familienbildungsstätte = Familienbildung*, Elternschule, Haus der Familie
	Familienzentrum = Familienzentrum, Familienzentren, ThEKiZ, Eltern-Kind-Zentrum*, Kinder- und Familienzentrum, Familientreff*, Familienhaus
	Mehrgenerationenhaus = Mehrgenerationen*, MGH
	Kindertagespflege = Kindertagespflege*, Tagesmutter, Tagesmütter, Tagespflege*, Tageseltern
	Hort = Hort, Schulhort, Kinderhort
	Krippe = Krippe, Kinderkrippe, Krabbelstube*
	Kita = Kita, Kitas, KiTa, KITA, Kindertagesstätte*, Kindertageseinrichtung*, Kindergarten, Kindergärten, Kinderhaus, Kindertagesheim, Kinderladen, Waldkindergarten, Waldkita, Integrationskita, Kinderland, Kinderstube, Kiga, Naturkindergarten, Betriebskita, Kindertages*
	Grundschule = Grundschule*, Primarschule*, Grundschulteil, GS, Volksschule
	Förderschule = Förderschule*, Förderzentrum, Sonderschule*, Schule mit dem Förderschwerpunkt, SBBZ
	Berufsschule = Berufsschule*, Berufskolleg*, Berufsbildende, Berufsbildungszentrum, BBS, Berufsschulzentrum, Berufliche Schule*, Berufliche Schulen
	weiterführende Schule = Gymnasium, Gymnasien, Realschule*, Regelschule*, Gesamtschule*, IGS, KGS, Oberschule*, Gemeinschaftsschule*, Stadtteilschule*, Sekundarschule*, Hauptschule*, Mittelschule*, weiterführende Schule*, Werkrealschule
	Ganztag = Ganztag*, OGS, Nachmittagsbetreuung*
	Geburtsklinik = Geburtsklinik*, Geburtshaus, Klinik für Geburtshilfe, Frauenklinik, Geburtshilfe, Kreißsaal
	Kinderklinik = Kinderklinik*, Klinik für Kinder- und Jugendmedizin, Kinderkrankenhaus
	SPZ = SPZ, Sozialpädiatrisches Zentrum
	Frauenarztpraxis = Frauenheilkunde*, Frauenarzt*, Frauenärzt*, Gynäkolog*
	Kinderarztpraxis = Kinderarzt*, Kinderärzt*, Kinder- und Jugendarzt*, Kinder- und Jugendärzt*, Pädiat*, Kinder- und Jugendmedizin
	KJP = KJP, Kinder- und Jugendpsychiatrie*, Kinder- und Jugendpsychotherap*
	Hebamme = Hebamme*, Hebammenpraxis, Hebammenkreißsaal
	Jugendberufsagentur = Jugendberufsagentur*, JBA
	Jobcenter = Jobcenter, Job-Center, ARGE
	Agentur für Arbeit = Agentur für Arbeit, Arbeitsagentur, Arbeitsamt
	ASD = ASD, Allgemeiner Sozialer Dienst, Sozialer Dienst, KSD, RSD
	KJGD = KJGD, Kinder- und Jugendgesundheitsdienst*, Kinder- und Jugendärztlicher Dienst, Kinder- und Jugendzahnärztlicher Dienst
	Gesundheitsamt = Gesundheitsamt*, Fachdienst Gesundheit
	Sozialamt = Sozialamt*, Fachdienst Soziales, Amt für Soziales
	Jugendamt = Jugendamt*, Fachdienst Jugend*, Amt für Jugend*, Fachbereich Jugend*, Amt für Kinder*
	Schulträger = Schulverwaltungsamt, Schulträger
	Schulamt = Schulamt, Staatliches Schulamt, Schulaufsicht
	Eingliederungshilfe = Eingliederungshilfe*
	Familiengericht = Familiengericht*, Amtsgericht*
	Polizei = Polizei*
	Krankenkasse = Krankenkasse*, AOK, Barmer, Techniker Krankenkasse
	EUTB = EUTB, Ergänzende unabhängige Teilhabeberatung, Teilhabeberatung
	Träger Hilfen zur Erziehung = Hilfen zur Erziehung, SPFH, Sozialpädagogische Familienhilfe, Erziehungshilfe*, Kinderheim, Heimerziehung, Jugendhilfe*
	Jugendzentrum = Jugendzentrum, Jugendclub, Jugendklub, Jugendtreff*, Jugendhaus, Kinder- und Jugendzentrum, Juze, Kinder- und Jugendtreff, Jugendfreizeit*, Offener Treff, Jugendkeller
	Stadtteilbüro = Stadtteilbüro*, Quartiersmanagement, Stadtteilzentrum, Nachbarschaftszentrum, Bürgerhaus, Stadtteilarbeit, Nachbarschaftshaus, Stadtteiltreff
	Sportverein = Sportverein*, Turnverein*, SV, Judoclub, TSV, TuS, Sportclub, Sportbund, Fußballverein, VfB, VfL
	Kultur/Bibliothek = Bibliothek*, Bücherei*, Stadtbücherei, Museum, Musikschule*, Theater*, Volkshochschule, VHS, Kulturzentrum, Kunstschule
	Selbsthilfe = Selbsthilfe*
`)

func foldAll(list ...string) []string {
	for i := range list {
		list[i] = fold(list[i])
	}
	return list
}

// hasWord finds a word of a concept in a folded text at word borders; a star at its end stands for any ending, and lets the word
// also end a longer one ("Stadtbibliothek").
func hasWord(text, word string) bool {
	stem, open := strings.CutSuffix(word, "*")
	stem = strings.TrimSpace(stem)
	if len(stem) < 2 {
		return false
	}
	for at := 0; ; {
		i := strings.Index(text[at:], stem)
		if i < 0 {
			return false
		}
		i += at
		end := i + len(stem)
		before := i == 0 || !isLetter(text[i-1])
		after := end == len(text) || !isLetter(text[end])
		if before && (after || open) || open && after && len(stem) >= 6 {
			return true
		}
		at = i + 1
	}
}

// wordsOnly is a folded text in which everything but letters and digits is a space.
func wordsOnly(s string) string { return headFold(strings.ReplaceAll(s, "-", " ")) }

// kindOfName is the kind of institution that a name or a word means, "" where it says none.
func kindOfName(s string) string {
	f := wordsOnly(s)
	best, at, long := "", len(f)+1, 0
	for _, c := range kindConcepts {
		for _, w := range c.words {
			if !hasWord(f, w) {
				continue
			}
			stem := strings.TrimSpace(strings.TrimSuffix(w, "*"))
			if i := strings.Index(f, stem); len(stem) > long || len(stem) == long && i < at {
				best, at, long = c.name, i, len(stem)
			}
		}
	}
	return best
}

// catalogueEntry is an entry that free text may mean.
type catalogueEntry struct {
	id    graph.ID
	name  string
	words string // folded
}

// stands tells whether an entry is known by a word; ^ is its beginning.
func stands(entry, word string) bool {
	if begin, ok := strings.CutPrefix(word, "^"); ok {
		return strings.HasPrefix(entry, begin)
	}
	return hasWord(entry, word)
}

// meantMost is the entry whose concept has the longest word in the text; none where no concept has one.
func meantMost(text string, list []concept, entries []catalogueEntry) (best []catalogueEntry) {
	f := wordsOnly(text)
	long := 0
	for _, c := range list {
		for _, w := range c.words {
			stem := len(strings.TrimSuffix(w, "*"))
			if stem <= long || !hasWord(f, w) {
				continue
			}
			for _, e := range entries {
				if slices.ContainsFunc(c.entry, func(w string) bool { return stands(e.words, w) }) {
					best, long = []catalogueEntry{e}, stem
					break
				}
			}
		}
	}
	return best
}

// meantBy gives those entries that stand for a concept of which the text has a word.
func meantBy(text string, list []concept, entries []catalogueEntry) []catalogueEntry {
	f := wordsOnly(text)
	var out []catalogueEntry
	for _, c := range list {
		if !slices.ContainsFunc(c.words, func(w string) bool { return hasWord(f, w) }) {
			continue
		}
		for _, e := range entries {
			if slices.ContainsFunc(c.entry, func(w string) bool { return stands(e.words, w) }) && !slices.ContainsFunc(out, func(x catalogueEntry) bool { return x.id == e.id }) {
				out = append(out, e)
			}
		}
	}
	return out
}
