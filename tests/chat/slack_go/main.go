// slack-go's SecretsVerifier as a verdict on signed requests: 200 or 401. Prints its port.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	"github.com/slack-go/slack"
)

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(l.Addr().(*net.TCPAddr).Port)
	http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		v, err := slack.NewSecretsVerifier(r.Header, os.Getenv("SECRET"))
		if err == nil {
			v.Write(body)
			err = v.Ensure()
		}
		if err != nil {
			w.WriteHeader(401)
		}
	}))
}
