package graph

// SettingsID is the id of the one settings record of a network.
const SettingsID ID = "settings"

// Codes of Settings.SmallNumbers.
const (
	SmallNumbersShow = "show"
	SmallNumbersMask = "mask" // 1 to 4 as "< 5" in pictures, reports and shares
)

// Settings are the rules of one network.
type Settings struct {
	Name         string
	AsOf         Date   // Stand: the day findings speak of unless asked otherwise
	Template     string // leer, jena, weimar, niedersachsen
	Together     Level  // τ, 1…4: from this level on a pair is "miteinander"
	Carrying     int32  // θ in thousandths, 1…1000: coverage from which a transition carries
	Unlisted     Level  // what an unlisted pair means: 0 or LevelUnknown
	TimeZone     string // IANA name
	SmallNumbers string
	Governance   string // Steuerungsform
	Invented     Tri    // an example: said wherever the network is shown
	Attributes   map[string]string
}

// DefaultSettings are those of a new network: τ = 2, θ = 0.8, unlisted pairs unknown.
func DefaultSettings(name string) *Settings {
	return &Settings{Name: name, Together: 2, Carrying: 800, Unlisted: LevelUnknown, TimeZone: "Europe/Berlin"}
}
