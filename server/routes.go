package server

import (
	"github.com/gin-gonic/gin"

	"miteinander/server/account"
)

// routes is every route under /api/v1: method, path, permission, what it does, handler. {n} is a network; Decide opens it
// before a handler runs.
func routes() []route {
	const (
		see, create, read  = account.SeeInstallation, account.CreateNetwork, account.ReadNetwork
		edit, files        = account.EditNetwork, account.ImportFiles
		export, deleteThat = account.ExportNetwork, account.DeleteNetwork
	)
	return []route{
		on("GET", "/networks", see, "List of networks", (*Server).listNetworks),
		on("POST", "/networks", create, "New network from a template, or the example", (*Server).createNetwork).answers(201),
		on("GET", "/networks/{n}", read, "A network: settings, counts, catalogues", (*Server).getNetwork),
		on("DELETE", "/networks/{n}", deleteThat, "Delete a network with its history", (*Server).deleteNetwork).answers(204),
		on("GET", "/schema", see, "Kinds, fields and codes", (*Server).getSchema),
		on("GET", "/handbook", see, "The help of the program, in chapters", (*Server).getHandbook),
		on("GET", "/statements/{name}", see, "Accessibility, imprint, privacy", (*Server).getStatement),
		on("GET", "/templates", see, "Templates of a new network", (*Server).getTemplates),

		on("GET", "/networks/{n}/{kind}", read, "Records of a kind, with search", (*Server).listRecords),
		on("POST", "/networks/{n}/{kind}", edit, "Create a record", (*Server).createRecord).answers(201),
		on("GET", "/networks/{n}/{kind}/{id}", read, "A record", (*Server).getRecord),
		on("PUT", "/networks/{n}/{kind}/{id}", edit, "Replace a record", (*Server).putRecord),
		on("DELETE", "/networks/{n}/{kind}/{id}", edit, "Remove a record", (*Server).deleteRecord),
		on("POST", "/networks/{n}/changes", edit, "Change several records at once", (*Server).changeRecords),
		on("POST", "/networks/{n}/levels", edit, "Set what is known of a pair with one click", (*Server).setLevel),
		derived("/networks/{n}/duplicates", read, "Entries that may be one, with evidence", (*Server).duplicates),
		on("POST", "/networks/{n}/duplicates/merge", edit, "Make one entry of two, or say what that would do", (*Server).merge),
		on("POST", "/networks/{n}/duplicates/different", edit, "Note that two entries are two", (*Server).different),
		derived("/networks/{n}/duplicates/decisions", read, "What people said of entries that look alike", (*Server).duplicateDecisions),
		on("POST", "/networks/{n}/duplicates/forget", edit, "Take back what was said of two entries", (*Server).forget),
		on("GET", "/networks/{n}/history", read, "Changes, newest first", (*Server).history),
		on("POST", "/networks/{n}/undo", edit, "Take a change back", (*Server).undo),

		derived("/networks/{n}/meeting", read, "Sequences of slides for a meeting, the standard one first, and meetings that were held", (*Server).meetings),
		on("POST", "/networks/{n}/meeting", edit, "Keep a sequence of slides", (*Server).postMeeting).answers(201),
		derived("/networks/{n}/meeting/{sequence}", read, "A sequence with its slides: sentence, picture, table", (*Server).meeting),
		download("/networks/{n}/meeting/{sequence}/{file}", read, "A meeting as sitzung.html, sitzung.pdf, sitzung.pptx, protokoll.docx or beschlussvorlage.docx", typePPTX, (*Server).meetingFile),
		on("PUT", "/networks/{n}/meeting/{sequence}", edit, "Change a sequence", (*Server).putMeeting),
		on("DELETE", "/networks/{n}/meeting/{sequence}", edit, "Delete a sequence", (*Server).deleteMeeting),
		on("POST", "/networks/{n}/meeting/{sequence}/decisions", edit, "Note a decision: it becomes a measure of the meeting of today", (*Server).noteDecision).answers(201),
		derived("/networks/{n}/overview", read, "How the network stands, in sentences", (*Server).overview),
		derived("/networks/{n}/structure", read, "Structure: components, betweenness, …, with and without the coordination office", (*Server).structure),
		derived("/networks/{n}/findings/transitions", read, "Transitions and chains: status, bounds, pairs, what is missing, what is fragile", (*Server).transitions),
		derived("/networks/{n}/findings/gaps", read, "Gap matrix with targets, need and access layer", (*Server).gaps),
		derived("/networks/{n}/findings/access", read, "Access barriers: cells, offers, hurdles, languages, benefits, whom to ask", (*Server).accessPage),
		derived("/networks/{n}/findings/participation", read, "Where children and parents have a say, and what they said", (*Server).participation),
		derived("/networks/{n}/plan", read, "Stock, need, gaps and intentions for the plan after § 80 SGB VIII", (*Server).planDraft),
		download("/networks/{n}/plan.xlsx", read, "The same as a workbook", typeXLSX, (*Server).planFile),
		derived("/networks/{n}/report", read, "The report for the plan or for a funder, as blocks", (*Server).reportData),
		download("/networks/{n}/report/{file}", read, "The same as bericht.docx, bericht.html or bericht.pdf", typeDOCX, (*Server).reportFile),
		on("PUT", "/networks/{n}/report/{preset}", edit, "Keep what is chosen for a report", (*Server).putReport),
		derived("/networks/{n}/findings/dependencies", read, "What hangs on one institution, tie, person or fixed-term position", (*Server).dependencies),
		derived("/networks/{n}/findings/clarify", read, "Whom to ask first", (*Server).clarify),
		on("POST", "/networks/{n}/findings/clarify/{id}/answers", edit, "Enter the answers of one institution, on its behalf, in one change", (*Server).putAnswers),
		derived("/networks/{n}/findings/measures", read, "Measures by due date, each with what its finding says today", (*Server).measures),
		download("/networks/{n}/findings/clarify/contract.json", read, "Whom to ask first, as the command line prints it", "application/json", (*Server).clarifyContract),
		download("/networks/{n}/findings/clarify/{id}/sheet.xlsx", read, "The question sheet of one institution as a workbook", typeXLSX, (*Server).sheetFile),
		derived("/networks/{n}/findings/clarify/{id}", read, "The question sheet of one institution", (*Server).questionSheet),
		on("POST", "/networks/{n}/structure/exact", read, "Compute exactly what the structure of a very large network estimates", (*Server).startExact).answers(202),
		on("GET", "/networks/{n}/structure/exact/{id}", read, "How far an exact computation is", (*Server).getExact),
		on("DELETE", "/networks/{n}/structure/exact/{id}", read, "Cancel an exact computation", (*Server).cancelExact).answers(204),
		derived("/networks/{n}/findings/{question}", read, "A finding as a page: headline, pairs, rounds, sentences", (*Server).findings),
		download("/networks/{n}/findings/{question}/contract.json", read, "A finding as the command line prints it", "application/json", (*Server).contract),
		derived("/networks/{n}/diagrams", read, "What can be drawn, and the looks", (*Server).diagrams),
		picture("/networks/{n}/diagrams/{file}", read, "A picture as json, svg, png or pdf", (*Server).drawing),
		derived("/networks/{n}/areas-map", read, "The planning areas of the map as a table, and what they can be filled by", (*Server).areasMap),
		derived("/networks/{n}/explorer", read, "The network to move about in: nodes with their places, ties, pairs side by side", (*Server).explorer),
		on("PUT", "/networks/{n}/explorer/places", edit, "Keep where nodes were put; pictures on paper follow", (*Server).putPlaces),
		on("POST", "/networks/{n}/layouts/{view}", edit, "Arrange a picture anew and keep the positions", (*Server).arrange),
		derived("/networks/{n}/cards/{kind}/{id}", read, "The card of a record or a pair", (*Server).card),
		derived("/networks/{n}/search", read, "Search over everything that has a name", (*Server).search),
		derived("/networks/{n}/tables/{question}", read, "Any finding as a table: the twin of its picture", (*Server).table),
		download("/networks/{n}/tables/{question}/{file}", read, "Any finding as befund.csv or befund.xlsx", typeXLSX, (*Server).tableFile),

		download("/networks/{n}/export.xlsx", export, "The network as a workbook", typeXLSX, (*Server).exportWorkbook),
		download("/networks/{n}/export.zip", export, "The network as a zip of CSV files", "application/zip", (*Server).exportZip),
		download("/networks/{n}/export.json", export, "Every record in the canonical form", "application/json", (*Server).exportJSON),
		on("POST", "/networks/{n}/lists/{kind}", export, "A list to send to somebody who changes it and sends it back", (*Server).sendList).sends(typeXLSX),
		download("/networks/{n}/export.geojson", export, "The borders of the planning areas", typeGeoJSON, (*Server).exportGeoJSON),
		on("GET", "/template.xlsx", see, "The empty workbook", (*Server).template).sends(typeXLSX),
		on("GET", "/networks/{n}/template.xlsx", read, "The empty workbook with the network's own lists", (*Server).form).sends(typeXLSX),
		on("GET", "/networks/{n}/mappings", read, "Mappings of foreign tables", (*Server).listMappings),
		on("PUT", "/networks/{n}/mappings/{name}", edit, "Keep a mapping of a foreign table", (*Server).putMapping),
		on("GET", "/networks/{n}/views", read, "Saved views, by title", (*Server).listViews),
		on("POST", "/networks/{n}/views", edit, "Save a view", (*Server).postView).answers(201),
		on("PUT", "/networks/{n}/views/{id}", edit, "Change a saved view", (*Server).putView),
		on("DELETE", "/networks/{n}/views/{id}", edit, "Delete a saved view", (*Server).deleteView),
		on("GET", "/networks/{n}/views/missing", read, "What an address names that is there no more", (*Server).missingViews),

		plain("POST", "/imports", files, "Upload a file: what would it do?", uploadDoc, (*Server).upload).answers(201),
		on("GET", "/networks/{n}/imports", read, "Imports of a network: file, mapping, counts, outcome", (*Server).listImports),
		on("GET", "/imports/{id}/progress", files, "How far an import is that is being read or stored", (*Server).importProgress),
		on("GET", "/imports/{id}", files, "The plan, made anew", (*Server).getImport),
		on("PUT", "/imports/{id}/choices", files, "Change what a foreign table is taken for", (*Server).putChoices),
		on("PUT", "/imports/{id}/decisions", files, "Say of new institutions what they are: the same as another, or not", (*Server).judge),
		on("PUT", "/imports/{id}/taken", files, "Say of what was changed in a list that went out what is taken over", (*Server).putTaken),
		on("PUT", "/imports/{id}/areas", files, "Say which borders belong to which planning area", (*Server).putAreas),
		on("GET", "/imports/{id}/marked.xlsx", files, "The file with its wrong cells marked", (*Server).marked).sends(typeXLSX),
		on("DELETE", "/imports/{id}", files, "Forget an upload", (*Server).deleteImport).answers(204),
		on("POST", "/imports/{id}/confirm", files, "Do what the plan says", (*Server).confirm),

		plain("GET", "/networks/{n}/news", read, "Changes as they happen (server-sent events)", newsDoc, (*Server).news),
	}
}

// answers sets the status of success.
func (r route) answers(status int) route {
	r.status = status
	return r
}

// sends says that success is a file of this type.
func (r route) sends(contentType string) route {
	r.sent = contentType
	return r
}

// register binds the table and what lies outside /api/v1: health, documentation, reports of the browser, the app.
func (s *Server) register(engine *gin.Engine) {
	for _, r := range routes() {
		r.bind(s, engine, r)
	}
	engine.GET(apiPrefix+"/openapi.json", s.serveOpenAPI)
	engine.GET("/api/docs", s.serveDocs)
	engine.GET("/api/docs/:file", s.serveDocs)
	engine.GET("/healthz", s.healthz)
	engine.GET("/readyz", s.readyz)
	engine.GET("/version", s.version)
	engine.POST("/csp", s.cspReport)
	engine.NoRoute(s.app)
}
