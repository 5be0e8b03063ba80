package exchange

import (
	"strings"
	"unicode"
)

// role is what a column of somebody else's list may hold.
type role string

// The roles. What has no role becomes an own attribute.
const (
	roleName        role = "name"         // of an institution
	roleKind        role = "kind"         // of an institution
	roleProvider    role = "provider"     //
	roleProvKind    role = "providerKind" //
	roleSector      role = "sector"       //
	roleStreet      role = "street"       //
	roleHouse       role = "house"        // number alone
	rolePostal      role = "postalCode"   //
	roleCity        role = "city"         //
	rolePlace       role = "place"        // postal code and city in one cell
	roleAddress     role = "address"      // everything in one cell, a telephone number perhaps, too
	roleArea        role = "area"         //
	rolePhone       role = "phone"        //
	roleMail        role = "mail"         //
	roleWebsite     role = "website"      //
	rolePerson      role = "person"       // left out
	roleLat         role = "lat"          //
	roleLon         role = "lon"          //
	roleShort       role = "short"        //
	roleID          role = "id"           //
	roleRunning     role = "running"      // number of the row: left out
	roleNotes       role = "notes"        //
	roleOffer       role = "offer"        // name of an offer
	roleDescription role = "description"  //
	rolePhases      role = "phases"       //
	roleAgeFrom     role = "ageFrom"      //
	roleAgeTo       role = "ageTo"        //
	roleAgeColumn   role = "ageColumn"    // the header is an age, the cell a mark or a number
	roleGroups      role = "groups"       //
	roleFields      role = "fields"       //
	roleCapacity    role = "capacity"     //
	roleReached     role = "reached"      //
	roleFree        role = "free"         //
	roleBarrier     role = "barrier"      //
	roleLanguages   role = "languages"    //
	roleAccess      role = "access"       //
	roleLegal       role = "legal"        //
	roleFrom        role = "validFrom"    //
	roleUntil       role = "validUntil"   //
	rolePeriod      role = "period"       // from and until in one cell
	roleFunder      role = "funder"       //
	roleProgramme   role = "programme"    //
	roleEnd1        role = "end1"         // of a cooperation
	roleEnd2        role = "end2"         //
	rolePartners    role = "partners"     // several, in one cell
	roleLevel       role = "level"        //
	roleBasis       role = "basis"        //
	roleBody        role = "body"         //
	roleMember      role = "member"       //
	roleOwn         role = "own"          // an own attribute
	roleNone        role = "none"         // left out
)

// headWords are the headers that offices use, by role. A header is compared folded; of several roles the one whose words cover
// most of the header is meant.
var headWords = foldedWords(map[role]string{
	roleName: `Name|Name der Einrichtung|Einrichtung|Einrichtungsname|Einrichtungen|Institution|Institutionen|Name der Institution|Organisation|Organisationsname|
		Anbieter|Anbieterin|Name des Anbieters|Leistungserbringer|Veranstalter|Akteur|Akteure|Netzwerkpartner|Kita|Kitas|Name der Kita|Schule|Schulen|Schulname|
		Name der Schule|Kindertageseinrichtung|Kindertagesstätte|Praxis|Praxisname|Beratungsstelle|Verein|Vereinsname|Dienststelle|Stelle|Einrichtung Institution|
		Einrichtung Träger|Einrichtung und Träger|Name Einrichtung|Name Träger|Anbieter Einrichtung|facility|organization|Firma|Institution Verein|Bezeichnung der Einrichtung|Wo|
		Durchführende Einrichtung|Institution Einrichtung`,
	roleKind: `Art|Art der Einrichtung|Einrichtungsart|Einrichtungstyp|Typ|Kategorie|Schulart|Schulform|Schultyp|Rubrik|Art der Institution|Institutionstyp|Fachrichtung|Institutionsart`,
	roleProvider: `Träger|Trägerschaft|Name des Trägers|Trägername|Trägerverein|Schulträger|Rechtsträger|Träger der Einrichtung|Trägerin|Träger Verein|Träger des Angebots|
		Träger Verband|Projektträger|Maßnahmeträger|Angebotsträger|Durchführender Träger|provider`,
	roleProvKind: `Trägerart|Art des Trägers|Trägertyp|Trägerform|öffentlich frei`,
	roleSector:   `Ressort|Fachbereich|Dezernat|Amt|Zuständiges Amt|Rechtskreis|Zuständigkeitsbereich`,
	roleStreet:   `Straße|Strasse|Str|Straße Nr|Straße und Hausnummer|Straße Hausnummer|Straße Hausnr|Straße Haus Nr|Straßenname|street`,
	roleHouse:    `Hausnummer|Haus Nr|Hausnr|Hsnr`,
	rolePostal:   `PLZ|Postleitzahl|postal code|zip`,
	roleCity:     `Ort|Stadt|Wohnort|Standort Ort|city|Gemeinde Stadt`,
	rolePlace:    `PLZ Ort|PLZ und Ort|PLZ Wohnort|Postleitzahl Ort|Postleitzahl und Ort|PLZ Stadt`,
	roleAddress: `Adresse|Anschrift|Postanschrift|Kontakt|Kontaktdaten|Anschrift Telefon|Adresse Telefon|Adresse Kontakt|Adresse und Telefon|Anschrift und Telefon|Standort|Veranstaltungsort|
		Anschrift Kontakt|Adressdaten|address`,
	roleArea: `Stadtteil|Ortsteil|Stadt Ortsteil|Sozialraum|Planungsraum|Planungsräume|Quartier|Stadtbezirk|Bezirk|Region|Gemeinde|Stadtgebiet|Einzugsgebiet|Gebiet|Kiez|Viertel|
		Stadtviertel|Sozialräume|Wirkungskreis|Ortschaft|Verbandsgemeinde|district`,
	rolePhone:   `Telefon|Tel|Telefonnummer|Tel Nr|Fon|Rufnummer|Mobil|Handy|Fax|Telefax|Telefon Fax|Festnetz|Telefon Mobil|phone`,
	roleMail:    `E Mail|Email|Mail|Mailadresse|E Mail Adresse|Emailadresse|email`,
	roleWebsite: `Website|Webseite|Homepage|Internet|Internetseite|Internetadresse|URL|Link|www|Web|Webadresse`,
	rolePerson: `Ansprechpartner|Ansprechpartnerin|Ansprechpartner in|AnsprechpartnerIn|Ansprechpartner:in|Ansprechpartnerinnen|Ansprechperson|Ansprechpersonen|Kontaktperson|Leitung|Leiter|Leiterin|Leiter in|Schulleitung|Schulleiter|
		Kursleitung|Kursleiter|Vorname|Nachname|Name Vorname|Nachname Vorname|Verantwortlich|Verantwortliche Person|Sachbearbeiter|Sachbearbeitung|Referent|Referentin|Kitaleitung|
		Einrichtungsleitung|Vorsitz|Vorsitzende|Name der Leitung|Leitung Name|Ansprechpartner Name|Vertreter|Vertretung|Name Ansprechpartner|Fachkraft|Kita Leitung|Name Leitung`,
	roleLat:     `Breite|Breitengrad|lat|latitude|Geo Breite`,
	roleLon:     `Länge|Längengrad|lon|lng|longitude|Geo Länge`,
	roleShort:   `Kurzname|Abkürzung|Kürzel|Kurzbezeichnung|Abk`,
	roleID:      `Kennung|Schulnummer|Einrichtungsnummer|Dienststellennummer|Einrichtungs Nr|Schul Nr|id`,
	roleRunning: `Nr|lfd Nr|Lfd|Laufende Nummer|Pos|Zeile|Nummer|#|Ifd Nr`,
	roleNotes:   `Bemerkung|Bemerkungen|Anmerkung|Anmerkungen|Notiz|Notizen|Hinweis|Hinweise|Sonstiges|Kommentar|Kommentare|Zusatzinfo|Besonderheiten|Weitere Informationen|Infos`,
	roleOffer: `Angebot|Angebote|Angebotsname|Name des Angebots|Titel|Titel des Angebots|Angebotstitel|Kurs|Kursname|Kurstitel|Projekt|Projektname|Projekttitel|Maßnahme|Maßnahmen|Leistung|
		Leistungen|Bezeichnung|Bezeichnung des Angebots|Veranstaltung|Was|Name des Projekts|Angebotsbezeichnung|Programm Angebot|Gruppe Kurs|Kurs Gruppe|Kursangebot|Titel der Maßnahme`,
	roleDescription: `Beschreibung|Kurzbeschreibung|Inhalt|Inhalte|Beschreibung des Angebots|Beschreibung Angebot|Angebotsbeschreibung|Ziel|Ziele|Ziele Inhalte|Inhalt Ziel|Kurzinfo`,
	rolePhases: `Alter|Altersgruppe|Altersgruppen|Zielalter|Alter der Kinder|Altersspanne|Altersbereich|Lebensphase|Lebensphasen|Klasse|Klassen|Klassenstufe|Klassenstufen|Jahrgänge|Jahrgang|
		Jahrgangsstufe|Jahrgangsstufen|Altersstufe|Altersstufen|Phase|Aufnahmealter|Alter in Jahren|Alter Jahre|Alter Klasse|Kinder im Alter von|Altersklasse|Betreuungsalter|Alter Zielgruppe`,
	roleAgeFrom: `Alter von|Alter ab|von Alter|Mindestalter|ab Alter|Alter min|von Jahre|ab Jahren`,
	roleAgeTo:   `Alter bis|bis Alter|Höchstalter|Alter max|bis Jahre|bis Jahren`,
	roleGroups: `Zielgruppe|Zielgruppen|für wen|Adressaten|Adressatenkreis|Adressaten innen|richtet sich an|Teilnehmer|Teilnehmerkreis|Teilnehmende|Für wen ist das Angebot|Personenkreis|
		Nutzer|Nutzergruppe|Zielgruppe Alter|Zielgruppe und Alter|audience`,
	roleFields: `Handlungsfeld|Handlungsfelder|Themenfeld|Themenfelder|Thema|Themen|Schwerpunkt|Schwerpunkte|Themenbereich|Fachgebiet|Leistungsbereich|Bereich|Arbeitsfeld|Arbeitsbereich|
		Aufgabenbereich|Inhaltlicher Schwerpunkt|Angebotsbereich`,
	roleCapacity: `Plätze|Platzzahl|Kapazität|Anzahl Plätze|Anzahl der Plätze|Betreuungsplätze|max Teilnehmer|Max Teilnehmerzahl|Teilnehmerzahl|genehmigte Plätze|Plätze gesamt|Plätze lt BE|
		Betriebserlaubnis Plätze|Zahl der Plätze`,
	roleReached:   `erreicht|Erreichte|Erreichte Kinder|Teilnehmende im Jahr|Besucher pro Jahr|Anzahl Teilnehmende`,
	roleFree:      `Kosten|Kostenfrei|Kostenlos|Gebühr|Gebühren|Preis|Teilnahmegebühr|Beitrag|Teilnehmerbeitrag|Elternbeitrag|Unkostenbeitrag|Entgelt`,
	roleBarrier:   `barrierefrei|Barrierefreiheit|rollstuhlgerecht|barrierefreier Zugang`,
	roleLanguages: `Sprache|Sprachen|Sprachangebot|angebotene Sprachen|Fremdsprachen`,
	roleAccess:    `Zugang|Anmeldung|Anmeldeverfahren|Zugangsweg|Anmeldung erforderlich|Zugangsvoraussetzung`,
	roleLegal:     `Rechtsgrundlage|gesetzliche Grundlage|Paragraf|Paragraph|§|Rechtl Grundlage|SGB`,
	roleFrom:      `Beginn|Start|Startdatum|gültig ab|Laufzeit von|Laufzeit Beginn|seit|von|ab|Angebot seit|besteht seit|Kooperation seit|Mitglied seit|Förderbeginn`,
	roleUntil:     `Ende|Enddatum|gültig bis|Laufzeit bis|Laufzeit Ende|bis|befristet bis|Förderende|läuft bis|Projektende`,
	rolePeriod:    `Laufzeit|Zeitraum|Förderzeitraum|Projektlaufzeit|Laufzeit von bis`,
	roleFunder:    `Fördergeber|Fördermittelgeber|Finanzierung|Förderung|Mittelgeber|gefördert durch|Finanziert durch|Geldgeber|Finanzierung durch|Zuwendungsgeber|gefördert von`,
	roleProgramme: `Förderprogramm|Programm|Bundesprogramm|Landesprogramm`,
	roleEnd1:      `Von|Partner 1|Partner A|Einrichtung 1|Einrichtung A|Institution 1|Institution A|Akteur 1|Akteur A|Kooperationspartner 1|Kooperationspartner A|Source|From|Quelle Einrichtung`,
	roleEnd2:      `Nach|Partner 2|Partner B|Einrichtung 2|Einrichtung B|Institution 2|Institution B|Akteur 2|Akteur B|Kooperationspartner 2|Kooperationspartner B|Target|To|Ziel Einrichtung`,
	rolePartners: `Kooperationspartner|Partner|kooperiert mit|Kooperation mit|Kooperationen|arbeitet zusammen mit|Zusammenarbeit mit|Kooperationspartner innen|Partnereinrichtungen|Netzwerkpartner Kooperation|
		Partner im Netzwerk|kooperieren Sie|kooperieren|arbeiten Sie zusammen|Wichtigste Partner|Kooperationspartner des Angebots|Vernetzt mit`,
	roleLevel: `Stufe|Kooperationsstufe|Intensität|Intensität der Zusammenarbeit|Grad der Zusammenarbeit|Art der Kooperation|Art der Zusammenarbeit|Form der Zusammenarbeit|Zusammenarbeit|
		Kooperationsgrad|Qualität der Zusammenarbeit`,
	roleBasis:  `Grundlage|Vertrag|Vereinbarung|Kooperationsvereinbarung|Kooperationsvertrag|Schriftlich|Vertragliche Grundlage`,
	roleBody:   `Gremium|Arbeitskreis|AG|Arbeitsgruppe|Runder Tisch|Netzwerk|Name des Gremiums|Gremien|Arbeitsgemeinschaft`,
	roleMember: `Mitglied|Mitglieder|Mitgliedseinrichtung|Teilnehmende Institution|Teilnehmende Einrichtung|Vertretene Institution|vertretene Einrichtung|Mitgliedsinstitution|Teilnehmende Institutionen`,
	roleOwn:    `Öffnungszeiten|Zeiten|Termin|Termine|Uhrzeit|Wann|Sprechzeiten|Wochentag|Tag|Rhythmus|Häufigkeit|Dauer|Umfang|Betreuungszeiten|Stand`,
})

// headWord is one way to write a header.
type headWord struct {
	role  role
	words []string
	size  int
}

func foldedWords(list map[role]string) map[string][]headWord {
	out := map[string][]headWord{} // by first word
	for _, r := range sortedRoles(list) {
		for w := range strings.SplitSeq(list[r], "|") {
			if f := headFold(w); f != "" {
				words := strings.Fields(f)
				h := headWord{r, words, len(f)}
				out[words[0]] = append(out[words[0]], h)
			}
		}
	}
	return out
}

func sortedRoles(m map[role]string) []role {
	names := map[string]string{}
	for r, w := range m {
		names[string(r)] = w
	}
	var out []role
	for _, n := range sortedKeys(names) {
		out = append(out, role(n))
	}
	return out
}

// headFold makes headers comparable: fold, and every sign that is no letter or digit a space. A hyphen at a line's end goes.
func headFold(s string) string {
	s = unhyphened(strings.ReplaceAll(strings.ReplaceAll(s, "-\n", ""), "\u00ad", ""))
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '§' || r == '#' || r == '-' {
			return r
		}
		return ' '
	}, s)
	return fold(s)
}

// guessedRole is a role that a header may mean, with how much of the header says so: 1 all of it.
type guessedRole struct {
	role  role
	share float64
}

// rolesOf lists what a header may mean, the surest first; at most one entry per role. An age as header is a column of marks.
func rolesOf(header string) []guessedRole {
	f := headFold(header)
	if f == "" {
		return nil
	}
	words := strings.Fields(f)
	best := map[role]float64{}
	for i, w := range words {
		for _, h := range headWords[w] {
			if i+len(h.words) > len(words) {
				continue
			}
			fits := true
			for j, x := range h.words {
				fits = fits && words[i+j] == x
			}
			if !fits {
				continue
			}
			share := float64(h.size) / float64(len(f))
			switch {
			case strings.HasSuffix(strings.TrimSpace(header), "?"):
				share = max(share, 0.5+share/4) // a question of a survey: "Welches Angebot machen Sie?"
			case i+len(h.words) == len(words) && i > 0:
				share = max(share, 0.85) // "Adresse PLZ": the last word says what it is
			case i > 0:
				share *= 0.9
			}
			best[h.role] = max(best[h.role], share)
		}
	}
	if best[rolePerson] > 0 && (best[rolePhone] > 0 || best[roleMail] > 0) {
		best[rolePerson] = 1 // the telephone of a person
	}
	if isAgeHeader(header) && best[rolePhases] < 1 {
		best[roleAgeColumn] = 1
	}
	names := map[string]float64{}
	for r, s := range best {
		names[string(r)] = s
	}
	var out []guessedRole
	for _, n := range sortedKeys(names) {
		out = append(out, guessedRole{role(n), names[n]})
	}
	for i := 1; i < len(out); i++ { // few: by share, then by name
		for j := i; j > 0 && out[j].share > out[j-1].share; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

// knownHeader tells how sure a cell is the header of a column, 0 to 1.
func knownHeader(s string) float64 {
	if len(s) > 120 {
		return 0
	}
	if list := rolesOf(s); len(list) > 0 {
		return list[0].share
	}
	for i := range sheets {
		if _, ok := sheets[i].columnNamed(s); ok && strings.TrimSpace(s) != "" {
			return 1
		}
	}
	return 0
}
