package geometry

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"miteinander/graph"
)

// CRS is a way to write coordinates.
type CRS string

// What offices in Germany export.
const (
	WGS84    CRS = "wgs84"    // degrees; ETRS89 differs by less than a metre
	UTM32    CRS = "utm32"    // EPSG:25832, and 4647 with the zone before the easting
	UTM33    CRS = "utm33"    // EPSG:25833, and 5650
	Mercator CRS = "mercator" // EPSG:3857, of map pages
)

// Systems lists what can be read.
func Systems() []CRS { return []CRS{WGS84, UTM32, UTM33, Mercator} }

var (
	epsg  = regexp.MustCompile(`(?i)(?:epsg|crs)[:/]+[\d.]*?[:/]*(\d{4,6})\s*$`)
	bySet = map[int]CRS{4326: WGS84, 4258: WGS84, 4979: WGS84, 25832: UTM32, 32632: UTM32, 4647: UTM32, 3044: UTM32, 25833: UTM33, 32633: UTM33, 5650: UTM33, 3045: UTM33,
		3857: Mercator, 900913: Mercator}
)

// tell recognises coordinates by the member crs, else by their values. sure is false where the values fit zone 32 and zone 33.
func tell(name, said string, b Bounds) (c CRS, sure bool, err error) {
	refuse := func(key string, args ...any) (CRS, bool, error) {
		return "", false, graph.Errorf(graph.Unsupported, "areas.file."+key, append([]any{name}, args...)...)
	}
	degrees := b.Min[0] >= -180 && b.Max[0] <= 180 && b.Min[1] >= -90 && b.Max[1] <= 90
	if m := epsg.FindStringSubmatch(said); m != nil {
		n, _ := strconv.Atoi(m[1])
		c, ok := bySet[n]
		if !ok {
			return refuse("crs", "EPSG:"+m[1])
		}
		// Programs write degrees and leave a member that says otherwise; the values count.
		if degrees == (c == WGS84) && (c == WGS84 || c == Mercator || grid(b)) {
			return c, true, nil
		}
		if !degrees {
			return refuse("values")
		}
		return WGS84, true, nil
	}
	switch {
	case said != "" && !strings.Contains(strings.ToUpper(said), "CRS84") && !degrees:
		return refuse("crs", said)
	case degrees && b.Min[0] >= 40 && b.Max[0] <= 60 && b.Min[1] >= 4 && b.Max[1] <= 20:
		return refuse("swapped") // latitude first: that place lies in the Indian Ocean
	case degrees:
		return WGS84, true, nil
	case grid(b):
		switch zone := math.Floor(b.Min[0] / 1e6); {
		case zone == 32:
			return UTM32, true, nil
		case zone == 33:
			return UTM33, true, nil
		case b.Min[0] > 720_000: // east of 12.2° in zone 32; in zone 33 it would be Poland
			return UTM32, true, nil
		}
		return UTM32, false, nil
	case b.Min[0] >= 2.4e6 && b.Max[0] < 5.8e6 && b.Min[1] > 5.1e6 && b.Max[1] < 6.2e6:
		return refuse("gauss_krueger")
	case b.Min[0] > 5.5e5 && b.Max[0] < 1.75e6 && b.Min[1] > 5.8e6 && b.Max[1] < 7.5e6:
		return Mercator, true, nil
	}
	return refuse("values")
}

// grid tells eastings and northings of UTM in Germany, with the zone before the easting or without.
func grid(b Bounds) bool {
	zone := math.Floor(b.Min[0] / 1e6)
	if zone != 0 && zone != 32 && zone != 33 {
		return false
	}
	return b.Min[0]-zone*1e6 > 100_000 && b.Max[0]-zone*1e6 < 950_000 && b.Min[1] > 5.1e6 && b.Max[1] < 6.2e6
}

// Degrees are the features of the file in degrees, from coordinates of the system given; none in degrees stay as they are.
func (f *File) Degrees(c CRS) []Feature {
	if f.CRS == WGS84 {
		c = WGS84
	}
	out := make([]Feature, len(f.Features))
	for i, x := range f.Features {
		out[i] = Feature{Properties: x.Properties}
		for _, p := range x.Polygons {
			q := make(Polygon, len(p))
			for k, r := range p {
				q[k] = make(Ring, len(r))
				for n, at := range r {
					q[k][n] = degreesOf(c, at)
				}
			}
			out[i].Polygons = append(out[i].Polygons, q)
		}
	}
	return out
}

// degreesOf converts one point, rounded to a tenth of a metre.
func degreesOf(c CRS, p Point) Point {
	switch c {
	case UTM32:
		p = fromUTM(p, 9)
	case UTM33:
		p = fromUTM(p, 15)
	case Mercator:
		const r = 6378137
		p = Point{p[0] / r * 180 / math.Pi, (2*math.Atan(math.Exp(p[1]/r)) - math.Pi/2) * 180 / math.Pi}
	}
	return Point{math.Round(p[0]*1e6) / 1e6, math.Round(p[1]*1e6) / 1e6}
}

// fromUTM is the inverse of the transverse Mercator projection on GRS80 by Krüger's series to the third order in n: right to
// millimetres within a zone. meridian is the central one, in degrees.
func fromUTM(p Point, meridian float64) Point {
	const (
		a, f   = 6378137.0, 1 / 298.257222101
		n      = f / (2 - f)
		k0, e0 = 0.9996, 500000.0
	)
	radius := a / (1 + n) * (1 + n*n/4 + n*n*n*n/64)
	beta := [3]float64{n/2 - 2*n*n/3 + 37*n*n*n/96, n*n/48 + n*n*n/15, 17 * n * n * n / 480}
	delta := [3]float64{2*n - 2*n*n/3 - 2*n*n*n, 7*n*n/3 - 8*n*n*n/5, 56 * n * n * n / 15}
	xi, eta := p[1]/(k0*radius), (math.Mod(p[0], 1e6)-e0)/(k0*radius)
	x, y := xi, eta
	for j, b := range beta {
		k := 2 * float64(j+1)
		x -= b * math.Sin(k*xi) * math.Cosh(k*eta)
		y -= b * math.Cos(k*xi) * math.Sinh(k*eta)
	}
	chi := math.Asin(math.Sin(x) / math.Cosh(y))
	lat := chi
	for j, d := range delta {
		lat += d * math.Sin(2*float64(j+1)*chi)
	}
	return Point{meridian + math.Atan2(math.Sinh(y), math.Cos(x))*180/math.Pi, lat * 180 / math.Pi}
}
