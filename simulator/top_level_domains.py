"""The top-level domains that make a link of a bare domain: all of countries, and well-known ones.

Source: the root zone (iana.org/domains/root/db). Telegram knows some hundred more, which few use.
"""

from __future__ import annotations

_COUNTRIES = """
ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw
by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et
eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie
il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv
ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr
nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl
sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz
va vc ve vg vi vn vu wf ws ye yt za zm zw
"""
_OTHERS = """
academy agency app art asia auction audio auto baby band bank bar beauty beer best bet bike bio biz
black blog blue book boutique build builders business buzz cab cafe cam camera camp capital car cards
care careers casa cash casino cat center chat cheap city cleaning click clinic clothing cloud club
coach codes coffee com community company computer construction consulting contact cool coop country
courses credit dance data date dating deals delivery dental design dev diet digital direct directory
discount doctor dog domains download earth eco edu education email energy engineer engineering
enterprises equipment estate events exchange expert express family fans farm fashion finance
financial fish fit fitness flights florist fly fm food football foundation fun fund furniture gallery
game games garden gift gifts glass global gold golf gov graphics green group guide guru hair health
healthcare help holdings holiday homes host hosting hotels house how immo inc industries info ink
institute insurance insure int international investments jobs kim kitchen kiwi land law lawyer lease
legal life lighting limited link live llc loan loans lol love ltd luxury management market marketing
markets mba media men menu mil mobi moda moe mom money museum music name net network news ninja nyc
one online org page partners parts party pet pharmacy photo photography photos pics pictures pink
pizza place play plumbing plus poker porn press pro productions promo properties property pub qpon
quest radio recipes red rent rentals repair report rest restaurant review reviews rich rip rocks run
sale salon school science security select services sex shoes shop shopping show site ski social
software solar solutions space sport store stream studio style supplies supply support surf surgery
systems tattoo tax taxi team tech technology tel tennis theater tickets tips tires today tools top
tours town toys trade trading training travel trust university uno vacations ventures vet video villas
vip vision vodka vote voyage watch webcam website wedding wiki win wine work works world wow wtf
xxx xyz yoga zip zone
google youtube
onion ton
рф рус москва сайт онлайн орг дети укр бел срб қаз ею бг мкд мон
中国 中國 公司 网络 香港 台灣 台湾 한국 ไทย みんな भारत امارات السعودية مصر ایران
"""
COMMON = frozenset((_COUNTRIES + _OTHERS).split())
