// Package tiltfile has no code: its tests evaluate the Tiltfile without Tilt.
package tiltfile
