/** engine loads what draws the map, once; a page that is going to need it asks before its data are there. */
export const engine = () => import('cytoscape')
