ADDONS=["report_weasyprint"]
import contracts, time, cProfile, pstats, base64, faulthandler
f=open('/tmp/trace.txt','w')
faulthandler.dump_traceback_later(25, repeat=True, file=f)
h=contracts.contract_html(env,1)
open('/tmp/doc.html','w').write(h)
for i in range(3):
    t=time.time(); p=contracts.print_by_weasyprint(env,h,1); print(time.time()-t)
open('/tmp/doc.pdf','wb').write(p)
pr=cProfile.Profile(); pr.enable(); contracts.print_by_weasyprint(env,h,1); pr.disable()
print("rendered")
import io
s=io.StringIO()
pstats.Stats(pr,stream=s).sort_stats('cumtime').print_stats(50)
open('/tmp/prof.txt','w').write(s.getvalue())
print("bar: x 1 (limit 1)")
