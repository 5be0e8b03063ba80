package server

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"miteinander/graph/words"
)

// healthz says that the process answers.
func (s *Server) healthz(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) }

// readyz says whether it can do its work: the store answers and is writable, and the server is not going down.
func (s *Server) readyz(c *gin.Context) {
	if s.down.Load() {
		c.JSON(http.StatusServiceUnavailable, gin.H{"status": "going down"})
		return
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
	defer cancel()
	info, err := s.deps.Hub.Store().Check(ctx)
	if err != nil {
		s.log.Warn("not ready", "cause", err.Error())
		c.Header("Retry-After", "2")
		c.JSON(http.StatusServiceUnavailable, gin.H{"status": "store unavailable", "message": words.Error(language(c.Request), err)})
		return
	}
	body := gin.H{"status": "ok", "store": info.Product, "version": info.Version, "schema": info.Schema, "writable": info.Writable}
	if !info.Writable {
		c.JSON(http.StatusServiceUnavailable, body)
		return
	}
	c.JSON(http.StatusOK, body)
}

func (s *Server) version(c *gin.Context) { c.JSON(http.StatusOK, s.deps.Build) }
