package exchange

import (
	"strings"

	"miteinander/graph"
)

// sheet is one table of the workbook.
type sheet struct {
	kind    graph.Kind // 0 for the matrix
	name    string     // of the sheet and of the CSV file
	also    []string   // other names read; every name also in snake_case English and without umlauts
	columns []column
}

// column is one column of a sheet. The field name is its English alias.
type column struct {
	header string
	field  string // of graph.Fields(kind), or "id", "items_yes", "items_no", "provider_kind"
	also   []string
}

const (
	matrixName   = "Kooperationsmatrix"
	settingsKey  = "Schlüssel"
	settingsVal  = "Wert"
	childPrefix  = "Kinder"   // Kinder <Kennung>
	ownPrefix    = "Eigenes:" // an own attribute that is called like a column
	helpSheet    = "Erklärung"
	listsSheet   = "Listen"
	columnID     = "Kennung"
	fieldID      = "id"
	fieldItemsY  = "items_yes"
	fieldItemsN  = "items_no"
	separatorIn  = "|"
	unknownLevel = "unbekannt"
)

func col(header, field string, also ...string) column { return column{header, field, also} }

// sheets is the workbook in the order of its sheets (formats.md "The workbook").
var sheets = []sheet{
	{graph.KindInstitution, "Institutionen", []string{"Einrichtungen", "institutions", "Institution", "Einrichtung"}, []column{
		col(columnID, fieldID), col("Name", "name"), col("Kurzname", "short_name"), col("Art", "kinds", "Arten", "kind"), col("Ressort", "sector"),
		col("Träger", "provider"), col("Trägerart", "provider_kind"), col("Planungsräume", "areas", "Planungsraum", "planning_areas", "area"),
		col("Gehört zu", "part_of"), col("Regeleinrichtung", "regular"), col("Natürliche Person", "natural_person"),
		col("Straße", "street", "address"), col("PLZ", "postal_code", "Postleitzahl"), col("Ort", "city"), col("Breite", "lat", "latitude"), col("Länge", "lon", "longitude"),
		col("Website", "website", "url"), col("Aktiv von", "active_from"), col("Aktiv bis", "active_until"), col("Geprüft am", "checked_on"),
		col("Geprüft von", "checked_by"), col("Freigegeben am", "released_on"), col("Notiz", "notes", "Notizen")}},
	{graph.KindActor, "Akteure", []string{"actors", "Akteur"}, []column{
		col(columnID, fieldID), col("Name", "name"), col("Art", "kind"), col("Institution", "institution", "Einrichtung"),
		col("Institution seit", "institution_since"), col("Institution bis", "institution_until"), col("Funktion", "function"), col("Themen", "topics"),
		col("Sitzungen im Jahr", "meetings_per_year"), col("Stunden je Sitzung", "hours_per_meeting"), col("Beteiligung", "participation"),
		col("Koordination", "coordinates"), col("Verantwortet", "responsible", "responsible_for"), col("Aktiv von", "active_from"), col("Aktiv bis", "active_until"),
		col("Geprüft am", "checked_on"), col("Geprüft von", "checked_by")}},
	{graph.KindMembership, "Mitgliedschaften", []string{"memberships"}, []column{
		col("Gremium", "body"), col("Mitglied", "member"), col("Von", "since"), col("Bis", "until")}},
	{graph.KindOffer, "Angebote", []string{"offers", "Angebot"}, []column{
		col(columnID, fieldID), col("Institution", "institutions", "Einrichtung", "Einrichtungen", "Institutionen", "institution"), col("Name", "name"), col("Art", "kind"),
		col("Beschreibung", "description"), col("Lebensphasen", "phases", "Lebensphase", "life_phases", "phase"), col("Planungsräume", "areas", "Planungsraum", "planning_areas", "area"),
		col("Überall", "everywhere"), col("Handlungsfelder", "fields", "Handlungsfeld", "action_fields", "field"), col("Zielgruppen", "groups", "Zielgruppe", "target_groups"),
		col("Präventionsart", "prevention_level"), col("Rechtsgrundlage", "legal_basis"), col("Zugang", "access"), col("Hürden", "hurdles"),
		col("Hilft beim Antrag", "helps_to_apply"), col("Kostenfrei", "free"), col("Barrierefrei", "barrier_free"), col("Sprachen", "languages"),
		col("Plätze", "capacity"), col("Erreicht", "reached"), col("Beteiligung", "participation"), col("Status", "status"), col("Von", "valid_from"),
		col("Bis", "valid_until"), col("Geprüft am", "checked_on"), col("Geprüft von", "checked_by")}},
	{graph.KindCooperation, "Kooperationen", []string{"cooperations", "Kooperation"}, []column{
		col("Von", "from"), col("Nach", "to"), col("Stufe", "level"), col("Grundlage", "basis"), col("Themen", "topics"),
		col("Getragen von", "carried_by"), col("Seit", "since"), col("Bis", "until"), col("Quelle", "source"), col("Bestätigung", "confirmed"),
		col("Stand", "as_of"), col("Bewusst nebeneinander", "agreed_side_by_side"), col("Angabe von", "said_by")}},
	{graph.KindHandover, "Uebergaben", []string{"handovers"}, []column{
		col("Von", "from"), col("Nach", "to"), col("Übergang", "transition"), col("Kinder", "children"), col("Merkmale ja", fieldItemsY, "items yes"),
		col("Merkmale nein", fieldItemsN, "items no"), col("Kontaktpersonen", "contacts"), col("Stand", "as_of")}},
	{graph.KindFunding, "Foerderungen", []string{"fundings"}, []column{
		col("Angebot", "target", "offer"), col("Fördergeber", "funder"), col("Programm", "programme", "program"), col("Anteil", "share"), col("Von", "from"),
		col("Bis", "until"), col("Verlängerung", "renewal")}},
	{graph.KindArea, "Planungsraeume", []string{"areas", "planning_areas"}, []column{
		col(columnID, fieldID), col("Name", "name"), col("Übergeordnet", "parent")}},
	{graph.KindIndicator, "Kennzahlen", []string{"indicators"}, []column{
		col("Planungsraum", "area", "planning_area"), col("Kennzahl", "name", "indicator"), col("Jahr", "year"), col("Wert", "value"), col("Quelle", "source")}},
	{graph.KindPhase, "Lebensphasen", []string{"phases", "life_phases"}, []column{
		col(columnID, fieldID), col("Name", "name"), col("Alter von", "age_from"), col("Alter bis", "age_to"), col("Reihenfolge", "order")}},
	{graph.KindInstitutionKind, "Einrichtungsarten", []string{"institution_kinds", "kinds"}, []column{
		col(columnID, fieldID), col("Name", "name"), col("Lebensphasen", "phases"), col("Handlungsfelder", "fields")}},
	{graph.KindField, "Handlungsfelder", []string{"fields", "action_fields"}, []column{col(columnID, fieldID), col("Name", "name")}},
	{graph.KindGroup, "Zielgruppen", []string{"groups", "target_groups"}, []column{col(columnID, fieldID), col("Name", "name")}},
	{graph.KindSector, "Ressorts", []string{"sectors"}, []column{col(columnID, fieldID), col("Name", "name")}},
	{graph.KindHurdle, "Huerden", []string{"hurdles"}, []column{col(columnID, fieldID), col("Name", "name")}},
	{graph.KindProvider, "Traeger", []string{"providers"}, []column{
		col(columnID, fieldID), col("Name", "name"), col("Trägerart", "kind", "provider_kind"), col("Verband", "association")}},
	{graph.KindFunder, "Foerdergeber", []string{"funders"}, []column{col(columnID, fieldID), col("Name", "name")}},
	{graph.KindTransition, "Uebergangsarten", []string{"transitions", "transition_types"}, []column{
		col(columnID, fieldID), col("Name", "name"), col("Von Phase", "from_phase"), col("Nach Phase", "to_phase"), col("Abgebende Arten", "senders"),
		col("Aufnehmende Arten", "receivers"), col("Regel", "rule"), col("Ebene", "scope"), col("Stufe", "level"), col("Merkmale", "items")}},
	{graph.KindTarget, "Soll", []string{"targets"}, []column{
		col("Planungsraum", "area", "planning_area"), col("Lebensphase", "phase", "life_phase"), col("Handlungsfeld", "field", "action_field"), col("Soll", "required")}},
	{graph.KindMeasure, "Massnahmen", []string{"measures"}, []column{
		col(columnID, fieldID), col("Titel", "title"), col("Beschreibung", "description"), col("Anlass", "occasion"), col("Zuständig", "responsible"),
		col("Frist", "due"), col("Stand", "state"), col("Angelegt am", "created_on")}},
	{graph.KindGoal, "Ziele", []string{"goals"}, []column{
		col(columnID, fieldID), col("Titel", "title"), col("Kennzahl", "indicator"), col("Bereich", "scope"), col("Ausgangswert", "start_value"),
		col("Zielwert", "target_value"), col("Termin", "due")}},
	{graph.KindFeedback, "Rueckmeldungen", []string{"feedback"}, []column{
		col(columnID, fieldID), col("Anlass", "occasion"), col("Von wem", "from"), col("Rückmeldung", "says"), col("Datum", "date"), col("Gefragte", "asked"), col("Quelle", "source")}},
	{graph.KindSettings, "Einstellungen", []string{"settings"}, []column{col(settingsKey, "key"), col(settingsVal, "value")}},
	{0, matrixName, []string{"cooperation_matrix", "matrix"}, nil},
}

// settingsRows are the keys of Einstellungen in their order.
var settingsRows = []column{
	col("Name", "name"), col("Stand", "as_of"), col("Vorlage", "template"), col("Stufe Miteinander", "together", "tau", "τ"),
	col("Schwelle tragfähig", "carrying", "Schwelle tragend", "theta", "θ"), col("Nicht aufgeführte Paare", "unlisted", "unlisted_pairs"),
	col("Zeitzone", "time_zone"), col("Kleine Zahlen", "small_numbers"), col("Steuerungsform", "governance"), col("Erfunden", "invented"),
}

// edges are the kinds without a Kennung column: their key is natural. The column is written, last, only where an id is another.
func isEdge(k graph.Kind) bool {
	switch k {
	case graph.KindMembership, graph.KindCooperation, graph.KindHandover, graph.KindFunding, graph.KindIndicator, graph.KindTarget:
		return true
	}
	return false
}

// sheetOf finds the sheet of a kind.
func sheetOf(k graph.Kind) *sheet {
	for i := range sheets {
		if sheets[i].kind == k && k != 0 {
			return &sheets[i]
		}
	}
	return nil
}

// sheetNamed finds a sheet by any of its names.
func sheetNamed(name string) *sheet {
	f := fold(name)
	for i := range sheets {
		if fold(sheets[i].name) == f {
			return &sheets[i]
		}
		for _, a := range sheets[i].also {
			if fold(a) == f {
				return &sheets[i]
			}
		}
	}
	return nil
}

// columnNamed finds a column of a sheet by any of its names.
func (s *sheet) columnNamed(header string) (column, bool) { return findColumn(s.columns, header) }

func findColumn(columns []column, header string) (column, bool) {
	f := fold(strings.TrimSuffix(strings.TrimSpace(header), "*"))
	for _, c := range columns {
		if fold(c.header) == f || fold(c.field) == f {
			return c, true
		}
	}
	for _, c := range columns {
		for _, a := range c.also {
			if fold(a) == f {
				return c, true
			}
		}
	}
	return column{}, false
}

// headerOf is the header of a field in the workbook, "" if it has none.
func (s *sheet) headerOf(field string) string {
	for _, c := range s.columns {
		if c.field == field {
			return c.header
		}
	}
	return ""
}
