package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"lambda-audit/fixtures"
)

func (p *Program) fixturesCommand() *cli.Command {
	return command(&cli.Command{
		Name:  "fixtures",
		Usage: "sample accounts to try things on",
		Subcommands: []*cli.Command{command(&cli.Command{
			Name: "serve", Usage: "play AWS for a sample account, until interrupted",
			Description: "Prints one line: the variables that lead any AWS client here, and\nlambda-audit too.",
			Flags: []cli.Flag{
				&cli.StringFlag{Name: "account", Usage: "`NAME` of the sample account (default: shop)", Value: defaultSample},
				&cli.StringFlag{Name: "listen", Usage: "`ADDRESS` on this machine; port 0 is any free one (default: 127.0.0.1:0)", Value: "127.0.0.1:0"},
				&cli.BoolFlag{Name: "no-quotas", Usage: "answer at any rate, not only at AWS's"},
				&cli.BoolFlag{Name: "account-clock", Usage: "let metrics end at the account's own time, not now"},
			},
			Action: p.serve,
		})},
	})
}

func (p *Program) serve(c *cli.Context) error {
	account, err := fixtures.Load(c.String("account"))
	if err != nil {
		return unknown("sample account", c.String("account"), slices.Concat(fixtures.Names(), fixtures.LaterNames()))
	}
	if !c.Bool("account-clock") {
		account.Now = time.Time{}
	}
	listener, err := listenHere(c.Context, c.String("listen"))
	if err != nil {
		return err
	}
	player := fixtures.NewServer(account)
	player.NoQuotas = c.Bool("no-quotas")
	id, secret := account.Credentials()
	fmt.Fprintf(p.Stdout, "AWS_ENDPOINT_URL=http://%s AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_REGION=%[4]s AWS_DEFAULT_REGION=%[4]s\n",
		listener.Addr(), id, secret, firstRegion(account))
	fmt.Fprintf(p.Stderr, "playing AWS for account %s; Ctrl-C ends it\n", account.ID)
	return serveUntil(c.Context, listener, player)
}

// listenHere listens for this machine only: whoever reaches the server is not
// asked who they are.
func listenHere(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, usage("as in 127.0.0.1:0", "--listen %q is no address with a port", address)
	}
	if ip := net.ParseIP(host); host != "localhost" && !ip.IsLoopback() {
		return nil, usage("as in 127.0.0.1:0", "--listen %q is not this machine alone", address)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	return listener, nil
}

// serveUntil serves until the context ends, which is how it is meant to end.
func serveUntil(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the sample account: %w", err)
	}
	return nil
}
