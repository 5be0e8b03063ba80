package exchange

func (p *planner) warn() {}
