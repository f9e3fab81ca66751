package facts_test
import ("testing";"fmt";"lambda-audit/audit";"lambda-audit/fixtures";"testing/synctest";"time";"os";"strconv")
func TestZZMix(t *testing.T){
 n,_ := strconv.Atoi(os.Getenv("N")); if n==0 {n=1000}
 account := fixtures.Mix(n, 1)
 if err := account.Complete(); err != nil { t.Fatal(err) }
 synctest.Test(t, func(t *testing.T){
  server := fixtures.NewServer(account)
  began := time.Now()
  s := open(t, server, account, func(o *audit.Options) { o.Share = audit.DefaultShare })
  known := collect(t, s, defaultFacts(t))
  d, b := time.Since(began), s.Bound(known.Calls)
  calls:=0
  for _,c:=range known.Calls { calls+=c.Calls; if os.Getenv("V")!="" {fmt.Println(c)} }
  fmt.Println("calls", calls, "virtual", d, "bound", b, "ratio", d.Seconds()/b.Seconds())
 })
}
