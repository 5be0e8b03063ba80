package graph

// Institution is a body at a place: Kita, school, clinic, practice, counselling office, department.
type Institution struct {
	ID                      ID
	Name                    string
	ShortName               string
	Kinds                   []ID   // institution kinds, the first leads; required
	Sector                  ID     // Ressort
	Provider                ID     // Träger; its kind and association are recorded with the provider
	ProviderKind            string // code, only where no provider is named
	Areas                   []ID
	PartOf                  ID  // the institution it is a part of
	Regular                 Tri // Regeleinrichtung; unknown counts as no
	NaturalPerson           Tri // a practice or midwife under her own name
	Street                  string
	PostalCode              string
	City                    string
	Lat, Lon                Number // degrees, WGS 84
	Website                 string
	ActiveFrom, ActiveUntil Date
	CheckedOn               Date
	CheckedBy               string // account id
	ReleasedOn              Date   // the partner has seen and released its entry
	Notes                   string
	Attributes              map[string]string
}

// Label is what pictures call it: the short name, else the name.
func (r *Institution) Label() string {
	if r.ShortName != "" {
		return r.ShortName
	}
	return r.Name
}

// Kind is the leading kind, "" if none.
func (r *Institution) Kind() ID {
	if len(r.Kinds) == 0 {
		return ""
	}
	return r.Kinds[0]
}

// Codes of Actor.Kind.
const (
	ActorPosition = "position"
	ActorTeam     = "team"
	ActorBody     = "body"
)

// Actor is who acts, by function and never by a person's name: a position, a team, or a body that meets.
type Actor struct {
	ID                                 ID
	Name                               string
	Kind                               string // code actor_kind; required
	Institution                        ID     // BELONGS_TO
	InstitutionSince, InstitutionUntil Date
	Function                           string
	Topics                             []string
	MeetingsPerYear                    Count
	HoursPerMeeting                    Number
	Participation                      string // code
	Coordinates                        Tri    // the network's own coordination office
	Responsible                        []ID   // RESPONSIBLE_FOR: offers
	ActiveFrom, ActiveUntil            Date
	CheckedOn                          Date
	CheckedBy                          string
	Attributes                         map[string]string
}

// Codes of Offer.Status that count as active are "" and StatusActive.
const StatusActive = "active"

// Offer is a service for children, parents or families, a benefit to claim, or a project.
type Offer struct {
	ID                    ID
	Institutions          []ID // PROVIDES; the first leads; required
	Name                  string
	Kind                  string // code offer_kind
	Description           string
	Phases                []ID // required
	Areas                 []ID
	Everywhere            Tri
	Fields                []ID // required
	Groups                []ID // empty = everyone
	PreventionLevel       string
	LegalBasis            []string
	Access                []string // codes
	Hurdles               []ID
	HelpsToApply          Tri
	Free                  Tri
	BarrierFree           Tri
	Languages             []string
	Capacity              Count
	Reached               Count
	Participation         string
	Status                string
	ValidFrom, ValidUntil Date
	CheckedOn             Date
	CheckedBy             string
	Attributes            map[string]string
}
