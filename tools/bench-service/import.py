"""100,000 rows of CSV into the running service: time, and memory of service and child together, sampled every 10 ms.

Use: python3 tools/bench-service/import.py [bin/miteinander]
"""
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile

program = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else 'bin/miteinander')
d = tempfile.mkdtemp(prefix='bench-import-')
n=33330
files={'Einstellungen':'Schlüssel;Wert\nName;Netz\nStand;30.06.2025\n','Planungsraeume':'Kennung;Name\nN;Nord\nS;Süd\n','Lebensphasen':'Kennung;Name\nu3;unter 3\nks;Kita\n'}
files['Institutionen']='Kennung;Name;Art;Träger;Trägerart;Planungsräume;Regeleinrichtung;PLZ;Breite;Website;Aktiv von;Notiz\n'+''.join(f'i{i};Haus {i};Kita;Träger {i%7};frei gemeinnützig;N|S;ja;07743;50,9;www.haus.de;01.09.2020;\n' for i in range(n))
files['Angebote']='Kennung;Institution;Name;Lebensphasen;Handlungsfelder;Plätze;Zugang;Von;Bis\n'+''.join(f'a{i};i{i};Treff;u3|ks;Bildung;20;offen;01.01.2024;\n' for i in range(n))
files['Kooperationen']='Von;Nach;Stufe;Stand\n'+''.join(f'i{i};i{(i+1)%n};2;30.06.2025\n' for i in range(n))
b=io.BytesIO(); z=zipfile.ZipFile(b,'w',zipfile.ZIP_DEFLATED)
for k,v in files.items(): z.writestr(k+'.csv',v)
z.close(); body=b.getvalue()
p=subprocess.Popen([program,'serve','--address','127.0.0.1:0','--store',f'sqlite:{d}/x.db'],cwd=d,stdout=subprocess.PIPE,text=True)
url=re.search(r'http://[^/]+',p.stdout.readline()).group(0)
def status(pid,k='VmRSS'):
    try:
        for l in open(f'/proc/{pid}/status'):
            if l.startswith(k+':'): return int(l.split()[1])
    except Exception: pass
    return 0
def kids(pid):
    try: return [int(x) for x in open(f'/proc/{pid}/task/{pid}/children').read().split()] + [int(c) for t in os.listdir(f'/proc/{pid}/task') for c in open(f'/proc/{pid}/task/{t}/children').read().split()]
    except Exception: return []
time.sleep(2); idle=status(p.pid)
peak={'sum':0,'child':0,'service':0}; phase={}; cur='upload'; run=True
def sample():
    while run:
        s=status(p.pid); c=sum(status(k) for k in set(kids(p.pid)))
        for k,v in (('sum',s+c),('child',c),('service',s)): peak[k]=max(peak[k],v)
        ph=phase.setdefault(cur,[0,0]); ph[0]=max(ph[0],s); ph[1]=max(ph[1],c)
        time.sleep(0.01)
th=threading.Thread(target=sample); th.start()
def call(m,path,data=None,ct='application/json',h={}):
    r=urllib.request.Request(url+'/api/v1'+path,data=data,method=m,headers={'Content-Type':ct,**h})
    return json.load(urllib.request.urlopen(r,timeout=600))
bd='xxBOUNDxx'
form=(f'--{bd}\r\nContent-Disposition: form-data; name="file"; filename="gross.zip"\r\nContent-Type: application/zip\r\n\r\n').encode()+body+f'\r\n--{bd}--\r\n'.encode()
t=time.time()
a=call('POST','/imports?network=new',form,f'multipart/form-data; boundary={bd}',{'Prefer':'respond-async'})
def wait(a):
    global cur
    while a.get('state')=='running':
        cur=a['step']; time.sleep(0.1); a=call('GET',f"/imports/{a['id']}/progress")
    return a
a=wait(a); t1=time.time()-t
plan=a.get('plan') or a
print('plan',plan.get('total'),a.get('why'),f'{t1:.1f} s')
t=time.time(); cur='confirm'
c=call('POST',f"/imports/{plan['id']}/confirm",b'{}',h={'Prefer':'respond-async'})
if c.get('running'): a=wait(c['running']); c=a.get('saved'); print(a.get('why'))
t2=time.time()-t
run=False; th.join()
tick=os.sysconf('SC_CLK_TCK'); st=open(f'/proc/{p.pid}/stat').read().rsplit(')',1)[1].split(); 
print('stored',c and c.get('revision'),f'{t2:.1f} s; cpu service {(int(st[11])+int(st[12]))/tick:.1f} s, child {(int(st[13])+int(st[14]))/tick:.1f} s')
print('MB: idle',idle//1024,'service peak',peak['service']//1024,'child peak',peak['child']//1024,'sum peak',peak['sum']//1024,'over idle',(peak['sum']-idle)//1024)
print({k:(v[0]//1024,v[1]//1024) for k,v in phase.items()}, 'load',os.getloadavg()[0])
p.terminate(); p.wait()
shutil.rmtree(d)
