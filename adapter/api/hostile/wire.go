package hostile

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
)

// Read has net/http read the request, as it does from a connection. It answers nil if that refuses it, with 400, before
// any handler sees it; clients of net/http do not send it then.
func (q Request) Read() *http.Request {
	var wire bytes.Buffer
	_, _ = fmt.Fprintf(&wire, "%s %s HTTP/1.1\r\nHost: adapter\r\nContent-Length: %d\r\n", q.Method, q.Target, len(q.Body))
	if err := q.Header.Write(&wire); err != nil {
		return nil
	}
	wire.WriteString("\r\n")
	wire.Write(q.Body)
	r, err := http.ReadRequest(bufio.NewReader(&wire))
	if err != nil {
		return nil
	}
	return r
}
