"""The templates of scripts/jinja-corpus.py: hand-made ones, systematic ones, and the random generator."""
import json, pathlib

_PROTO = []

HAND = r'''
{% for x in a %}{{ x }},{% endfor %}
{% for x in a %}{{ loop.index }}/{{ loop.index0 }}/{{ loop.revindex }}/{{ loop.revindex0 }}/{{ loop.length }}/{{ loop.first }}/{{ loop.last }};{% endfor %}
{% for x in empty %}{{x}}{% else %}none{% endfor %}
{% for u in users if u.ok %}{{ loop.index }}{{ u.name }}{% if not loop.last %}, {% endif %}{% endfor %}
{% for x in a %}{{ loop.cycle('o','e') }}{% endfor %}
{% for x in a %}{{ loop.previtem }}-{{ x }}-{{ loop.nextitem }};{% endfor %}
{% for x in [1,1,2,2,3] %}{{ loop.changed(x) }} {% endfor %}
{% for k,v in d.items() %}{{ k }}={{ v }};{% endfor %}
{% for k in d %}{{ k }}{% endfor %}
{% for x in a[:2] %}{% set outer = loop %}{% for y in words %}{{ outer.index }}.{{ loop.index }} {% endfor %}{% endfor %}
{% for n in tree recursive %}{{ n.v }}({{ loop(n.c) }}){% endfor %}
{% for n in [[1,[2]]] recursive %}{% if n is iterable and n is not string %}[{{ loop.depth }}{{ loop(n) }}]{% else %}{{ n }}@{{ loop.depth0 }}{% endif %}{% endfor %}
{% for n in tree recursive %}{{ n.v }}{% if n.c %}<{{ loop(n.c) }}>{% endif %}{% else %}none{% endfor %}
{% for n in empty recursive %}{{ n }}{% else %}none{% endfor %}
{% for n in tree if n.v recursive %}{{ n.v }}{{ loop(n.c) }}{% endfor %}
{% for i in range(3) %}{{ i }}{% endfor %}{{ range(1,10,3)|list }}
{% for c in 'abc' %}{{ c }}.{% endfor %}
{% for x in a %}{{ x }}{% endfor %}{{ x }}
{% set y = 0 %}{% for x in a %}{% set y = y + x %}{% endfor %}{{ y }}
{% set y = 0 %}{% for x in a %}{% set y = y + x %}{{ y }} {% endfor %}{{ y }}
{% if t %}{% set z = 1 %}{% endif %}{{ z }}
{% if f %}{% set z = 1 %}{% endif %}{{ z }}|{{ z is defined }}
{% if f %}{% set s = 1 %}{% endif %}{{ s }}
{% for x in a %}{% if x == 2 %}{% set s = 'in' %}{% endif %}{{ s }} {% endfor %}{{ s }}
{% macro m(a, b='B') %}[{{ a }}{{ b }}]{% endmacro %}{{ m(1) }}{{ m(1,2) }}{{ m(b=3,a=4) }}
{% macro m(a) %}{{ a }}|{{ varargs }}|{{ kwargs }}{% endmacro %}{{ m(1,2,3,k='v') }}
{% macro m() %}<{{ caller('x') }}>{% endmacro %}{% call(z) m() %}in {{ z }}{% endcall %}
{% macro foo(a,b) %}{% endmacro %}{{ foo.name }} {{ foo.arguments }} {{ foo.catch_kwargs }} {{ foo.catch_varargs }} {{ foo.caller }} {{ foo.explicit_caller }}
{% macro foo(caller=none) %}{{ caller }}{% endmacro %}{{ foo() }}{{ foo.explicit_caller }}
{% macro foo(caller) %}{{ caller }}{% endmacro %}
{% macro foo(a, a) %}{% endmacro %}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}|{{ m(1, 2) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=2) }}
{% macro m(a) %}{{ a + 1 }}{% endmacro %}{{ m() }}
{% macro m(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}
{% macro m(a=b, b=1) %}{{ a }}{{ b }}{% endmacro %}{{ m() }}
{% macro m(x) %}{{ x }}{% if x > 0 %}{{ m(x - 1) }}{% endif %}{% endmacro %}{{ m(5) }}
{% set g = 1 %}{% macro m() %}{{ g }}{% endmacro %}{% set g = 2 %}{{ m() }}
{% for x in a %}{% macro m() %}{{ x }}{% endmacro %}{{ m() }}{% endfor %}
{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}
{% macro m() %}x{% endmacro %}{% call m() %}y{% endcall %}
{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}a{% call m() %}b{% endcall %}{% endcall %}
{% macro m() %}{{ caller.name }}{{ caller.arguments }}{{ caller }}{% endmacro %}{% call(x, y=2) m() %}a{% endcall %}
{% macro m(kwargs) %}{{ kwargs }}{% endmacro %}{{ m(1) }}
{% macro _p() %}p{% endmacro %}{{ _p() }}
{{ m }}{% macro m() %}{% endmacro %}
{% set x %}block {{ i }}{% endset %}{{ x }}
{% set x | upper %}block{% endset %}{{ x }}
{% set x | upper | replace('B', 'c') %}block{% endset %}{{ x }}
{% set x | length %}block{% endset %}{{ x + 1 }}
{% set p, q2 = 1, 2 %}{{ p }}{{ q2 }}
{% set p, q2 = 1 %}
{% set p, q2 = [1,2,3] %}
{% set p, q2 = 'x' %}
{% set (p, (q2, r)) = (1, (2, 3)) %}{{ p }}{{ q2 }}{{ r }}
{% set ns = namespace(c=0, l=[]) %}{% for x in a %}{% set ns.c = ns.c + x %}{% endfor %}{{ ns.c }}
{% set ns = namespace({'a': 1}, b=2) %}{{ ns.a }}{{ ns.b }}{{ ns }}{{ ns.zz }}{{ ns['a'] }}
{% set ns = namespace() %}{% set ns.a, ns.b = 1, 2 %}{{ ns.a + ns.b }}
{% set d.x = 1 %}
{% set nope.x = 1 %}
{% set ns = namespace(items=3) %}{{ ns.items }}
{% set ns = namespace() %}{{ ns.__class__ }}|{{ ns._x }}|{{ ns|length }}
{% set ns = namespace(_x=1) %}[{{ ns._x }}]
{{ namespace(1) }}
{{ namespace([1]) }}
{% with x=1, y=2 %}{{ x+y }}{% endwith %}{{ x }}
{% with %}{% set x = 3 %}{{ x }}{% endwith %}{{ x }}
{% with a=1, b=a %}{{ b }}{% endwith %}
{% with a, b = (1, 2) %}{{ a }}{{ b }}{% endwith %}
{% with (a, b) = (1, 2) %}{{ a }}{{ b }}{% endwith %}
{% set l = [] %}{% for x in a %}{% if l.append(x) %}{% endif %}{% endfor %}{{ l }}
{% filter upper %}abc {{ s }}{% endfilter %}
{% filter indent(width=4, first=True) %}{{ multi }}{% endfilter %}
{% filter length %}abc{% endfilter %}
{% filter upper|lower|title %}abc def{% endfilter %}
{% filter nope %}x{% endfilter %}
{% include 'nope' ignore missing %}ok
{% include 'nope' %}
{% import 'nope' as x %}
{% from 'nope' import x %}
{% extends 'nope' %}
{% extends nope %}
{% include [] %}
{{ d|tojson }} {{ mixed|tojson }} {{ u|tojson }} {{ html|tojson }}
{{ d|tojson(indent=2) }} {{ mixed|tojson(2) }} {{ [[], {}]|tojson(1) }}
{{ dd|tojson }} {{ {1: 2, 'a': 3}|tojson }}
{{ {1: 2, 3.5: 1, true: 2}|tojson }} {{ {none: 1}|tojson }} {{ [1.0, inf, nan, -0.0, 1e100, big]|tojson }}
{{ {(1,2): 3}|tojson }}
{{ zz|tojson }}
{{ [range(3)]|tojson }}
{{ (1, 'a')|tojson }}
{{ d.keys()|tojson }}
{{ a|join }} {{ a|join(', ') }} {{ users|join(', ', attribute='name') }} {{ mixed|join('|') }}
{{ zz|default('D') }} {{ n|default('D') }} {{ n|default('D', true) }} {{ es|d('E', true) }} {{ zz.foo|default('x') if zz is defined else 'undef' }}
{{ a|length }} {{ s|length }} {{ d|length }} {{ u|length }} {{ a|count }}
{{ s|upper }} {{ s|title }} {{ s|capitalize }} {{ 'ABC'|lower }} {{ "it's a dog's"|title }} {{ 'a-b c(d e[f {g <h'|title }}
[{{ '  x '|trim }}] [{{ 'xxaxx'|trim('x') }}]
{{ s|replace('l','L') }} {{ s|replace('l','L',1) }} {{ s|replace('','-') }} {{ 5|replace(5, 6) }} {{ s|replace('l', 'L', count=2) }}
{{ users|map(attribute='name')|join(',') }} {{ users|map(attribute='zip', default='?')|list }}
{{ words|map('upper')|list }} {{ ['1','2']|map('int')|sum }} {{ users|map(attribute='tags.0')|list }}
{{ a|select('odd')|list }} {{ a|reject('odd')|list }} {{ a|select('gt',2)|list }} {{ [0,1,'']|select|list }}
{{ users|selectattr('ok')|map(attribute='name')|list }} {{ users|selectattr('age','gt',26)|map(attribute='name')|list }} {{ users|rejectattr('name','equalto','bob')|map(attribute='name')|list }}
{{ [3,1,2]|sort }} {{ words|sort }} {{ words|sort(case_sensitive=true) }} {{ users|sort(attribute='age')|map(attribute='name')|list }} {{ a|sort(reverse=true) }}
{{ users|sort(attribute='ok,name')|map(attribute='name')|list }} {{ users|sort(true, false, 'age')|map(attribute='name')|join }}
{{ dd|dictsort }} {{ dd|dictsort(by='value') }} {{ dd|dictsort(true) }} {{ dd|dictsort(reverse=true) }} {{ dd|dictsort(by='x') }}
{% for g in users|groupby('ok') %}{{ g.grouper }}:{{ g.list|map(attribute='name')|join('+') }};{% endfor %}
{% for k, v in users|groupby('ok') %}{{ k }}:{{ v|length }};{% endfor %}{{ users|groupby('name')|first }}
{{ users|groupby('zip', default='none')|map('first')|list }} {{ ['a','B','A','b']|groupby(0) }} {{ words|groupby('x') }}
{{ a|batch(2)|list }} {{ a|batch(2,'-')|list }} {{ a|slice(2)|list }} {{ a|slice(3, 'x')|list }} {{ empty|batch(2)|list }}
{{ a|first }} {{ a|last }} {{ s|first }} {{ empty|first }} {{ a|min }} {{ a|max }} {{ a|sum }} {{ users|sum(attribute='age') }} {{ empty|sum }} {{ empty|min }}
{{ [1,1,2,'a','A']|unique|list }} {{ a|reverse|list }} {{ s|reverse }} {{ u|reverse }} {{ d|reverse|list }} {{ (1,2)|reverse|list }}
{{ '42'|int }} {{ '4.7'|int }} {{ 'x'|int(5) }} {{ '3.5'|float }} {{ 'x'|float }} {{ 7|float }} {{ '0x1f'|int(0,16) }} {{ '0b11'|int(0, 2) }} {{ ' 1_000 '|int }} {{ '1__0'|int }} {{ 'z'|int(base=36) }}
{{ '1e3'|int }} {{ '1e3'|float }} {{ 'inf'|float }} {{ 'nan'|float }} {{ '-Infinity'|float }} {{ 'inf'|int(3) }} {{ true|int }} {{ none|int }} {{ none|float }} {{ fl|int }} {{ -1.9|int }} {{ big|float }} {{ '٣'|int }}
{{ 2.5|round }} {{ 2.567|round(2) }} {{ 2.1|round(0,'ceil') }} {{ 42.55|round(1,'floor') }} {{ 2.5|round|int }} {{ 7|abs }} {{ -7|abs }} {{ 3.5|round }} {{ 0.5|round }} {{ -2.5|round }} {{ 1e16|round }} {{ 2.675|round(2) }} {{ 1234.5|round(-2) }} {{ 1250|round(-2) }} {{ 1350|round(-2) }} {{ 7|round(2) }} {{ 7|round(method='ceil') }}
{{ 2.5|round(none) }} {{ -0.4|round }} {{ true|round }}
{{ 5|round(method='x') }}
{{ 's'|round }}
{{ zz|round }}
{{ html|e }} {{ html|escape }} {{ html|safe }} {{ html|forceescape }} {{ html|e|forceescape }} {{ html|safe|e }}
{{ '<i>' ~ (html|e) ~ '</i>' }} {{ '<i>' + (html|e) }} {{ (html|e) + '<i>' }} {{ (html|e) * 2 }} {{ 2 * (html|e) }} {{ ('<%s>'|safe) % '<b>' }} {{ ('<%s>'|safe) % ('<b>',) }} {{ '%s' % (html|e) }}
{{ [html|e] }} {{ (html|e)[0:3] }} {{ (html|e).upper() }} {{ [(html|e).upper()] }} {{ [(html|e).split('x')] }} {{ ['<'|e, '<'|safe] }} {{ ['x'|e == 'x'] }}
{{ ('<{}>'|safe).format('<b>') }} {{ ('<a>'|safe).join(['<', '>']) }} {{ ('&lt;'|safe).unescape() }} {{ ('<p>x &amp; y'|safe).striptags() }} {{ ('a'|safe).replace('a', '<') }} {{ ('a'|safe).center(5, '<') }} {{ ('x'|safe).escape('<') }}
{{ 5|string ~ 'x' }} {{ 'abc'|list }} {{ d|list }} {{ d|items|list }} {{ zz|items|list }} {{ zz|list }}
{{ 'foo bar baz qux'|truncate(9) }} {{ 'foo bar baz qux'|truncate(9, True) }} {{ 'foo bar baz qux'|truncate(11, False, '..', 0) }} {{ 'foo'|truncate(2) }}
{{ 'foo bar baz qux'|truncate(2) }}
{{ 'foo bar baz qux'|truncate(5, leeway=-1) }}
{{ text|wordwrap(20) }}|{{ text|wordwrap(5) }}|{{ text|wordwrap(7, false) }}|{{ text|wordwrap(10, wrapstring='//') }}|{{ text|wordwrap(9, true, none, false) }}|{{ multi|wordwrap(1) }}
{{ 'a-very-long-hyphenated-word-here and averylongwordwithoutanyhyphens'|wordwrap(8) }}|{{ 'x  y   z'|wordwrap(3) }}|{{ ' lead'|wordwrap(3) }}|{{ 'trail  '|wordwrap(5) }}|{{ '----a'|wordwrap(2) }}|{{ 'a--b---c'|wordwrap(2) }}
{{ s|wordwrap(0) }}
{{ s|wordcount }} {{ text|wordcount }} {{ s|center(20) }}|{{ s|center }}|{{ 5|center(4) }}|{{ 'ab'|center(5) }}|{{ 'abc'|center(6) }}
{{ multi|indent }}|{{ multi|indent(2, true) }}|{{ multi|indent('> ', true, true) }}|{{ ''|indent }}|{{ 'a\n'|indent }}|{{ 'a\n\n'|indent(blank=true) }}
{{ '%s-%d-%.2f-%5s|%-5s|%05d'|format('a',3,1.239,'r','l',42) }} {{ '%(a)s'|format(a=1) }} {{ '%s'|format(1, a=2) }}
{{ d|pprint }} {{ s|pprint }} {{ users|pprint }} {{ text|pprint }} {{ [text, text]|pprint }} {{ (text,)|pprint }} {{ {'k': text}|pprint }} {{ {2: 1, 'a': 2}|pprint }} {{ range(40)|list|pprint }} {{ nested|pprint }}
{{ 1000|filesizeformat }} {{ 1500000|filesizeformat }} {{ 1024|filesizeformat(true) }} {{ 1|filesizeformat }} {{ 0|filesizeformat }} {{ 999|filesizeformat }} {{ 10**30|filesizeformat }} {{ '1e6'|filesizeformat }} {{ 1.9|filesizeformat }}
{{ 'x'|filesizeformat }}
{{ none|filesizeformat }}
{{ 'a b&c/d=\xe9'|urlencode }} {{ {'a':'1 2','b':'x&y'}|urlencode }} {{ [('a', 1)]|urlencode }} {{ 5|urlencode }} {{ "!'()*~-_."|urlencode }}
{{ [1]|urlencode }}
{{ ['ab', 'cd']|urlencode }}
{{ '<p>a  b</p><!-- c --> d'|striptags }} {{ 'a &lt; b &eacute; &#65; &#x41; &nope; &ampx &#128; &notit;'|striptags }} {{ '<unclosed'|striptags }} {{ '<!-- x'|striptags }}
{{ {'id':'a','n':none,'c':'x"y'}|xmlattr }} {{ {'a': zz, 'b': 1}|xmlattr }} {{ {}|xmlattr }}| {{ {'a': 1}|xmlattr(false) }}
{{ {'a b': 1}|xmlattr }}
{{ {1: 1}|xmlattr }}
{{ [1]|random }} {{ empty|random }}
{{ url|urlize }} {{ url|urlize(10) }} {{ url|urlize(nofollow=true, target='_blank', rel='x y') }} {{ 'www.x.com (http://a.b/c) <http://x.y> foo:bar x@y.z @a@b.c mailto:q@w.er ftp://x'|urlize }}
{{ 'tel:123 x'|urlize(extra_schemes=['tel:']) }}
{{ 'tel:123 x'|urlize(extra_schemes=['t']) }}
{{ zz is defined }} {{ n is none }} {{ i is number }} {{ s is string }} {{ a is sequence }} {{ a is iterable }} {{ d is mapping }} {{ t is boolean }} {{ i is integer }} {{ fl is float }} {{ t is number }} {{ 3 is odd }} {{ 4 is even }} {{ 9 is divisibleby 3 }}
{{ 1 is eq 1 }} {{ 1 is ne 2 }} {{ 1 is lt(2) }} {{ 2 in [1,2] }} {{ 'a' in 'abc' }} {{ 'x' in d }} {{ 'q' not in d }} {{ 1 is in [1] }} {{ n is sameas none }} {{ 'ABC' is upper }} {{ s is callable }} {{ range is callable }} {{ zz is callable }}
[{{ zz }}] [{{ zz is undefined }}] {% if zz %}T{% else %}F{% endif %} [{{ zz or 'alt' }}] [{{ d.nope }}] [{{ d['nope'] }}] [{{ a[99] }}]
{{ 'upper' is filter }} {{ 'nope' is filter }} {{ 'odd' is test }} {{ [] is filter }}
{{ 1 is not odd }} {{ not 1 is odd }} {{ 1 is odd and 2 is even }} {{ 1 is odd is even }}
{{ 5 is divisibleby(0) }}
{{ 'x' is odd }}
{{ 1.5 is integer }} {{ 1.0 is integer }} {{ true is integer }} {{ false is false }} {{ 0 is false }} {{ true is true }} {{ (1,) is sequence }} {{ d.items() is sequence }} {{ d.items() is iterable }} {{ range(3) is sequence }} {{ zz is iterable }} {{ zz is sequence }} {{ a|map('int') is sequence }} {{ a|map('int') is iterable }}
{{ 'x'|safe is escaped }} {{ 'x' is escaped }} {{ 'a' is lower }} {{ '1' is lower }} {{ 5 is upper }}
{{- x -}}  a
a {{- 1 -}} b
{% raw %}{{ x }} {% if %}{# c #}{% endraw %}{{ i }}
a {%- raw -%} {{ x }} {%- endraw -%} b
{# c #}{#- d -#}x{#+ e +#}
{{ s.split() }} {{ s.split('o') }} {{ '  x '.strip() }}| {{ s.upper() }} {{ s.replace('o','0') }} {{ s.startswith('he') }} {{ s.endswith('ld') }} {{ s.find('w') }} {{ s.count('o') }} {{ s.title() }} {{ s.capitalize() }}
{{ 'a,b,c'.split(',',1) }} {{ 'x'.join(words) }} {{ 'abc'.islower() }} {{ '12'.isdigit() }} {{ multi.splitlines() }} {{ 'a{}b{}'.format(1,'z') }} {{ '{x}'.format(x=2) }} {{ 'abc'.rstrip('c') }} {{ 'ab'.zfill(5) }} {{ 'x'.center(5,'*') }}
{{ 'a-b-c'.rsplit('-',1) }} {{ 'a=b'.partition('=') }} {{ 'Hello'.swapcase() }} {{ 'abc'.index('c') }} {{ 'ab'.ljust(4,'.') }} {{ 'ab'.rjust(4,'.') }} {{ 'a\tb'.expandtabs(4) }} {{ 'abc'.removeprefix('a') }} {{ 'abc'.removesuffix('c') }} {{ 'a=b=c'.rpartition('=') }}
{{ d.items()|list }} {{ d.keys()|list }} {{ d.values()|list }} {{ d.get('x') }} {{ d.get('nope','dflt') }} {{ d.get('nope') }} {{ d.items() }} {{ d.keys() }} {{ d.values() }}
{{ a.index(3) }} {{ a.count(2) }} {{ [3,1].copy() }} {{ (1,2,1).count(1) }} {{ (1,2).index(2) }}
{{ a.index(30) }}
{{ (1,2).index(20) }}
{{ a[1:3] }} {{ a[:2] }} {{ a[-2:] }} {{ a[::2] }} {{ a[::-1] }} {{ s[1:4] }} {{ s[-3:] }} {{ a[-1] }} {{ s[0] }} {{ u[0:8] }} {{ a[5:1:-2] }} {{ a[10:] }} {{ u[-1] }} {{ u[::-1] }} {{ (1,2,3)[1:] }} {{ range(10)[2:8:3] }} {{ range(5)[-1] }}
{{ a[::0] }}
{{ a['x':] }}
{{ d[1:] }}
{{ i[1:] }}
{{ n[1:] }}
{{ zz[1:] }}
{{ 7//2 }} {{ -7//2 }} {{ 7/2 }} {{ 6/2 }} {{ 7%3 }} {{ -7%3 }} {{ 2**10 }} {{ 2**-1 }} {{ 1+2*3 }} {{ (1+2)*3 }} {{ 7.0//2 }} {{ 2**3**2 }} {{ -2**2 }} {{ (-8)**0.5 }} {{ 7 % -3 }} {{ -7.5 % 2 }} {{ 7.5 // -2 }} {{ 1e308*10 }} {{ big*2 }} {{ big//7 }} {{ big%7 }} {{ big/7 }} {{ big**2 }} {{ -big }}
{{ 'a' ~ 1 ~ none ~ true ~ 1.5 ~ [1] }} {{ 'ab' + 'cd' }} {{ [1]+[2] }} {{ 'ab'*3 }} {{ [0]*3 }} {{ (1,)*2 }} {{ 3*'x' }} {{ (1,)+(2,) }} {{ 'a'*-1 }} {{ true + 1 }} {{ 'ab'*true }}
{{ 1 and 2 }} {{ 0 or 'x' }} {{ not 1 }} {{ 1 < 2 < 3 }} {{ 1 == 1.0 }} {{ 'a' < 'b' }} {{ [] or 'e' }} {{ {} and 1 }} {{ none == false }} {{ 1 == true }} {{ [1,2] < [1,3] }} {{ (1,) < (1,2) }} {{ 3 > 2 >= 2 != 1 }} {{ nan == nan }} {{ zz == zz2 }} {{ zz == none }} {{ zz != 1 }}
{{ 'y' if t else 'n' }} [{{ 'y' if f }}] {{ 'a' if f else 'b' if t else 'c' }} {{ ('x' if f).foo }}
{{ [1,'a',none,true,false,1.0,(1,),(1,2),()] }} {{ {'a':1,2:'b'} }} {{ 1_000 }} {{ 0x1f }} {{ 0b11 }} {{ 0o17 }} {{ 1e3 }} {{ 'a' 'b' }} {{ True }} {{ None }} {{ 1.5e-3 }} {{ 1_0.0_1 }} {{ 00 }}
{{ mixed }} {{ users }} {{ words }} {{ empty }} {{ {} }} {{ () }}
{{ [q, html, 'a\nb', 'tab\t', 'back\\slash', u] }} {{ ["it's \"x\""] }}
{{ nested }} {{ nested.a.b[0].c }} {{ nested['a']['b'][0]['c'] }} {{ nested.a }} {{ nested.a.b.0.c }}
{{ n }} {{ t }} {{ f }} {{ fl }} {{ i }} {{ big }} {{ 1.0 }} {{ 3.0*2 }} {{ 10/5 }} {{ 1e20 }} {{ 1e-7 }} {{ 123456789.123 }} {{ 0.1+0.2 }} {{ 1e16 }} {{ 1.5e300 }} {{ one }} {{ inf }} {{ nan }} {{ -inf }}
{{ [zz] }} {{ (1, 'x') }} {{ [range(3), d.items(), range] }}
{{ u }} {{ u|upper }} {{ u|length }} {{ [u] }} {{ u[-1] }}
{{ ['\x00\x1b\u200b\xa0é'] }} {{ ['\U0001F600\ud7ff\u00ad'] }}
{{ dict(a=1,b=2) }} {% set c = cycler('x','y') %}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.pos }}{{ c.reset() }}{{ c.items }} {% set j = joiner(', ') %}{{ j() }}a{{ j() }}b{{ j.used }}{{ j.sep }}
{{ dict([('a', 1)]) }} {{ dict({'x': 1}, y=2) }} {{ dict() }} {{ dict.fromkeys('ab', 1) }} {{ dict }} {{ cycler }} {{ range }}
{{ dict(1) }}
{{ dict([1]) }}
{{ dict(['abc']) }}
{{ cycler() }}
{{ lipsum(n=1)|length > 10 }}
{% block a %}A{% endblock %}{{ self.a() }} {{ self.b }} {{ self.b() }}
{% block a %}{{ super() }}{% endblock %}
{% block a %}{% endblock %}{% block a %}{% endblock %}
{% block a-b %}{% endblock %}
{% for x in a %}{% block b %}[{{ x }}]{% endblock %}{% endfor %}
{% for x in a %}{% block b scoped %}[{{ x }}{{ loop.index }}]{% endblock %}{% endfor %}
{% block b required %}x{% endblock %}
{% block b required %} {% endblock %}
{% set v = 1 %}{% block b %}{{ v }}{% endblock %}
{% with v = 1 %}{% block b %}{{ v }}{% endblock %}{% endwith %}
{% block a %}{% set z = 1 %}{{ z }}{% endblock %}{{ z }}
{% block a scoped required %}{% endblock %}
{% block a %}x{% endblock a %}
{% block a %}x{% endblock b %}
a{# x {{ y }} {% z %} #}b
{{ 'a"b' }} {{ "a'b" }} {{ '{{' }} {{ '%}' }} {{ '}}' }}
{{ {'items':[1,2],'keys':'k'}['items'] }} {{ {'title':'x'}.title }} {{ ud.items }} {{ ud['items'] }} {{ ud._x }} {{ ud['_x'] }} [{{ ud.__class__ }}] {{ ud['__class__'] }}
{% if i > 10 %}a{% elif i > 5 %}b{% else %}c{% endif %}
{% autoescape true %}{{ html }}{{ html|safe }}{{ '<x>' }}{{ '<' ~ html }}{{ '<'|safe ~ '<' }}{{ ['<']|join }}{{ ['<', '<'|safe]|join('<') }}{% endautoescape %}{{ html }}
{% autoescape t %}{{ html }}{{ html|safe }}{{ '<x>' }}{{ '<' ~ html }}{{ '<'|safe ~ html }}{% set x %}<{{ html }}{% endset %}{{ x }}{{ [x] }}{% endautoescape %}
{% autoescape true %}{% macro m() %}<{{ html }}>{% endmacro %}{{ m() }}{{ [m()] }}{% filter upper %}<{{ html }}{% endfilter %}{% set x %}<{{ html }}{% endset %}{{ [x] }}{{ html|replace('b', '<') }}{{ {'a': '<'}|xmlattr }}{{ url|urlize }}{% endautoescape %}{{ [m()] }}
{% autoescape true %}{% block x %}{{ html }}{% endblock %}{{ self.x() }}{% endautoescape %}
{% autoescape true %}{% call foo %}{% endcall %}{% endautoescape %}
{% autoescape true %}{% set x|upper|replace('B', '<') %}<{{ html }}{% endset %}{{ x }}{% filter replace('b', '<') %}{{ html }}{% endfilter %}{% endautoescape %}
{% autoescape t %}{% set x|upper|replace('B', '<') %}<{{ html }}{% endset %}{{ x }}{% filter replace('b', '<') %}{{ html }}{% endfilter %}{% for x in tree recursive %}{{ html }}{{ loop(x.c) }}{% endfor %}{% endautoescape %}
{% autoescape true %}{% for x in tree recursive %}{{ html }}{{ loop(x.c) }}{% endfor %}{% endautoescape %}{{ [d.items() - d.keys(), d.keys() - ['x']] }} {{ '%(a)s' % {'a': 1}.items() }}
{% autoescape false %}{{ html }}{% autoescape true %}{{ html }}{% endautoescape %}{{ html }}{% endautoescape %}
{{ zz.foo }}
{{ zz() }}
{{ zz[0] }}
{{ zz + 1 }}
{{ 1 + zz }}
{{ 'a' + zz }}
{{ [] + zz }}
{{ zz < 1 }}
{{ -zz }}
{{ zz.foo.bar }}
{{ d.nope.foo }}
{{ a[99].x }}
{{ (1).foo.bar }}
{{ none.foo.bar }}
{{ 'a' % zz }} {{ zz in a }} {{ 1 in zz }} {{ zz|int(3) if false }} {{ zz|join }} {{ zz|length }} {{ zz|upper }} {{ zz|list }} {{ zz|first }} {{ zz|sum }}
{{ zz|int }}
{{ zz|float }}
{{ zz|abs }}
{{ zz|round }}
{{ zz|indent }}
{{ zz|wordwrap }}
{{ zz|dictsort }}
{{ zz|truncate }}
{{ zz|xmlattr }}
{{ zz|sort }} {{ zz|unique|list }} {{ zz|min }} {{ zz|reverse|list }} {{ zz|string }} {{ zz|trim }} {{ zz|title }} {{ zz|replace('a','b') }} {{ zz|wordcount }} {{ zz|e }} {{ zz|batch(2)|list }} {{ zz|map('upper')|list }} {{ zz|select|list }} {{ zz|default }} {{ zz|pprint }} {{ zz|urlencode }} {{ zz|striptags }}
{{ 'a' + 1 }}
{{ 1 + 'a' }}
{{ [] + 1 }}
{{ {} + {} }}
{{ none + 1 }}
{{ 'a' - 'b' }}
{{ 'a' * 'b' }}
{{ [1] * 1.5 }}
{{ 1 < 'a' }}
{{ none < none }}
{{ {} < {} }}
{{ 5 in 5 }}
{{ 5 in 'abc' }}
{{ [] in d }}
{{ {[]: 1} }}
{{ {[]: 1}|length }}
{{ d[[]] }}
{{ -'a' }}
{{ +'a' }}
{{ i() }}
{{ s() }}
{{ d() }}
{{ a }}
{{ a
{% if x %}
{% unknown %}
{{ a|nosuch }}
{{ a is nosuch }}
{% if false %}{{ a|nosuch }}{% endif %}ok
{% if true %}{{ a|nosuch }}{% endif %}
{{ a|nosuch if false else 1 }}
{{ a is nosuch if true }}
{{ a|map('nosuch')|list }}
{{ a|map(nosuch)|list }}
{{ a|select('nosuch')|list }}
{{ a|map|list }}
{{ a|map(attribute='x', foo=1)|list }}
{{ a|selectattr|list }}
{{ ''.__class__.__mro__ }}
[{{ ''.__class__ }}] [{{ ''._x }}] [{{ ''['__class__'] }}] [{{ s|attr('__class__') }}] [{{ s|attr('nope') }}] {{ d|attr('x') }} {{ d|attr('items') }}
{{ ''.__foo__.x }}
{{ ''._foo.x }}
{{ s|attr('__class__')|attr('mro') }}
{{ [].__class__.__base__ }}
{{ d.__class__() }}
{{ zz.__class__.x }}
{{ zz.__foo__ }}
{{ zz._undefined_hint.x }}
{{ range.__globals__.x }}
{{ cycler.__init__.__globals__ }}
{{ self.__class__.x }}
{{ self._TemplateReference__context.x }}
{% for x in a %}{{ loop.__class__.x }}{% endfor %}
{% for x in a %}{{ loop._iterator.x }}{% endfor %}
{{ '{0.__class__}'.format(1) }}|{{ '{0.real}'.format(1) }}|{{ '{x.y}'.format(x={'y': 2}) }}|{{ '{0[x]}'.format({'x': 3}) }}
{{ '{0.__class__.__mro__}'.format(1) }}
{{ '{}'.format_map({'a': 1}) }}
{{ '{a}'.format_map({'a': 1}) }}
{{ '{a.__class__}'.format_map({'a': 1}) }}
{{ '%s' % s.__class__ }}
{{ users|map(attribute='__class__')|list }}
{{ users|map(attribute='name.__class__')|map('string')|list }}
{{ users|map(attribute='__class__.__mro__')|list }}
{{ dict.mro }}
{{ dict.mro() }}
{{ a.append(6) }}{{ a }}
{{ a.extend('xy') }}{{ a }}{{ a.pop() }}{{ a.insert(0, 'z') }}{{ a }}{{ a.remove('z') }}{{ a.reverse() }}{{ a }}{{ a.sort }}
{{ a.pop(10) }}
{{ empty.pop() }}
{{ a.remove(100) }}
{{ d.update(z=1) }}{{ d.update({'q': 2}) }}{{ d.update([('r', 3)]) }}{{ d }}{{ d.pop('z') }}{{ d.setdefault('s', 4) }}{{ d.popitem() }}{{ d.clear() }}{{ d }}
{{ d.pop('nope') }}
{{ nums.sort() }}{{ nums }}{{ nums.sort(reverse=true) }}{{ nums }}
{{ mixed.sort() }}
{{ mixed|sort }}
{{ [none, 1]|sort }}
{{ [1, 'a', 2]|max }}
{{ ['b', 1]|min }}
{{ 1/0 }}
{{ 1//0 }}
{{ 1%0 }}
{{ 1.0/0 }}
{{ 1.0//0 }}
{{ 1.0%0 }}
{{ 0**-1 }}
{{ 10.0**400 }}
{{ range(0, 10, 0) }}
{{ range(1000000) }}
{{ range('a') }}
{{ range() }}
{{ range(1,2,3,4) }}
{{ range(1.5) }}
{{ range(zz) }}
{% set x = 1e999 %}{{ x }}
{{ 1e999 }}
{{ [1e999] }}
{{ s.upper }}
{{ s.nope() }}
{{ s.upper(1) }}
{{ s.split(1) }}
{{ s.split('') }}
{{ s.replace('a') }}
{{ s.center('x') }}
{{ s.join(1) }}
{{ s.join([1]) }}
{{ s.startswith(1) }}
{{ s.find(1) }}
{{ s.format(1) }} {{ '{} {}'.format(1) }}
{{ '{x}'.format() }}
{{ '{'.format() }}
{{ '}'.format() }}
{{ '{0}{}'.format(1) }}
{{ '{}{0}'.format(1) }}
{{ '{!x}'.format(1) }}
{{ '{:d}'.format('a') }}
{{ '{:>{w}}'.format('a', w=5) }}|{{ '{:*^9}'.format('mid') }}|{{ '{:+.2e}'.format(12345.678) }}|{{ '{:,}'.format(1234567) }}|{{ '{:08.3f}'.format(-3.14159) }}|{{ '{:x} {:X} {:#x} {:b} {:o} {:c}'.format(255, 255, 255, 5, 8, 65) }}|{{ '{:%}'.format(0.25) }}|{{ '{!r:>6}'.format('a') }}|{{ '{:_}'.format(1000000) }}|{{ '{{}}'.format() }}
{{ '%d %i %5.1f %s %r %x %o %e %g %c %%' % (1, 2, 3.14159, 'a', 'b', 255, 8, 12345.678, 0.0001, 65) }}
{{ '%(a)s %(b)05d' % {'a': 1, 'b': 2} }}
{{ '%d' % 'a' }}
{{ '%s' % (1, 2) }}
{{ '%s %s' % 1 }}
{{ '%y' % 1 }}
{{ '%' % 1 }}
{{ '%(a' % {'a': 1} }}
{{ '%(a)s' % 1 }}
{{ '%*d' % (5, 3) }}|{{ '%-*d|' % (5, 3) }}|{{ '%.*f' % (2, 1.239) }}|{{ '%+d % d %#x %#o' % (1, 2, 255, 8) }}
{{ foo(a=1, a=2) }}
{{ foo(**1) }}
{{ dict(**{'a': 1}) }} {{ dict(*[]) }} {{ range(*[3]) }} {{ dict(a=1, **{'b': 2}) }}
{{ dict(*5) }}
{{ dict(**5) }}
{{ dict(a=1, **{'a': 2}) }}
{{ dict(**{1: 2}) }}
{{ a|join(**{'d': ','}) }} {{ a|join(*[',']) }}
{{ a|join(d=',', d='.') }}
{{ a|join(',', 'x', 'y', 'z') }}
{{ a|join(foo=1) }}
{{ a|join(',', d='.') }}
{{ a|default(if=1) }}
{{ a|length(1) }}
{{ a|first(1) }}
{{ a|replace('x') }}
{{ a|batch }}
{{ s|attr }}
{{ 1 is eq }}
{{ 1 is eq(1, 2) }}
{{ 1 is defined(1) }}
{{ 5|e(1) }}
{{ 5|string(1) }}
{{ 5|abs(1) }}
{{ 5|list }}
{{ 5|join }}
{{ 5|first }}
{{ 5|last }}
{{ a|map('int')|last }}
{{ 5|length }}
{{ 5|sort }}
{{ 5|sum }}
{{ 5|reverse }}
{{ 5|batch(2)|list }}
{{ 5|dictsort }}
{{ 5|indent }}
{{ a|indent }}
{{ none|indent }}
{{ 5|wordwrap }}
{{ none|truncate }}
{{ 5|items|list }}
{{ 5|xmlattr }}
{{ 5|random }}
{{ 'a'|abs }}
{{ a|sum(start='x') }}
{{ words|sum }}
{{ words|sum(start='') }}
{{ [[1],[2]]|sum(start=[]) }}
{{ users|sum(attribute='name') }}
{{ a|batch('x')|list }}
{{ a|slice(0)|list }}
{{ a|slice('x')|list }}
{{ a|slice(1.5)|list }}
{{ [[1]]|unique|list }}
{{ a|sort(reverse='x') }}
{{ loop }}
{% for x in a %}{{ loop }}{% endfor %}
{% for x in a %}{{ loop() }}{% endfor %}
{% for x in a %}{{ loop.cycle() }}{% endfor %}
{% for loop in a %}{% endfor %}
{% for x in a %}{% set loop = 1 %}{% endfor %}
{% for x in 5 %}{% endfor %}
{% for x in none %}{% endfor %}
{% for x, y in a %}{% endfor %}
{% for x, y in ['abc'] %}{% endfor %}
{% for x, y in pairs %}{{ x }}{{ y }}{{ loop.index }}{% endfor %}
{% for x, (y, z) in [(1, (2, 3))] %}{{ x }}{{ y }}{{ z }}{% endfor %}
{% for x, y in pairs if y > 1 %}{{ x }}{{ loop.length }}{% endfor %}
{% for x in a if x > 2 %}{{ x }}{% else %}none{% endfor %}
{% for x in a if x > zz %}{{ x }}{% endfor %}
{% for x in a if x > 20 %}{{ x }}{% else %}none{% endfor %}
{% for x in a if loop.index > 2 %}{% endfor %}
{% for x in a|map('string') %}{{ loop.last }}{{ loop.length }}{{ x }}{{ loop.nextitem }}{{ loop.revindex }} {% endfor %}
{% for x in d %}{% if d.update({x ~ '1': 1}) %}{% endif %}{% endfor %}
{% for x in a %}{% for y in a %}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}
{% for x in a %}{% if loop.first %}{{ loop.index }}{% endif %}{% endfor %}
{% for item in history %}user:\n{{ item.inputs.question }}\nassistant:\n{{ item.outputs.answer }}\n{% endfor %}
{% break %}
{% continue %}
{% do 1 %}
{% trans %}x{% endtrans %}
{% debug %}
{% endfor %}
{% for x in a %}{% endif %}
{% if t %}{% for x in a %}{% endif %}{% endfor %}
{% if t %}{% else %}{% else %}{% endif %}
{% for x in a %}
{% set %}
{% set 1 = 2 %}
{% set a.b.c = 2 %}
{% set a[0] = 2 %}
{% set true = 2 %}
{% set x = %}
{% set x %}
{% set (a + b) = 1 %}
{% macro %}{% endmacro %}
{% macro m %}{% endmacro %}
{% macro m(a=1, b) %}{% endmacro %}
{% macro true() %}{% endmacro %}
{% call x %}{% endcall %}
{% call %}{% endcall %}
{% from 'x' import _y %}
{% from 'x' import %}
{% import 'x' %}
{% include %}
{% extends %}
{% block %}{% endblock %}
{% if %}{% endif %}
{% for %}{% endfor %}
{% for x %}{% endfor %}
{% filter %}{% endfilter %}
{% with x %}{% endwith %}
{% print 1, 2, s %}
{% print %}
{{ }}
{{ 1 2 }}
{{ 1 + }}
{{ a. }}
{{ a.1.2 }}
{{ a[ }}
{{ a[1 }}
{{ (1, 2 }}
{{ [1, 2 }}
{{ {1: 2 }}
{{ {1 2} }}
{{ ) }}
{{ (] }}
{{ "abc }}
{{ 'a\xZZ' }}
{{ 'a\u12' }}
{{ '\N{DASH' }}
{{ $ }}
{{ a ! b }}
{{ é }}
{{ ² }}
{{ a² }}
{{ a | }}
{{ a | 1 }}
{{ a is }}
{{ a is not }}
{{ not }}
{{ a if }}
{{ a if b else }}
{{ f(a=1, 2) }}
{{ f(*a, *b) }}
{{ f(**a, b) }}
{{ f(a b) }}
{{ f(,) }}
{{ f(1,) }}
{{ [1,,2] }}
{{ a..b }}
{{ 1.5.5 }}
{{ 1..5 }}
{{ .5 }}
{{ 5. }}
{{ 0x }}
{{ 0b2 }}
{{ 1_ }}
{{ a; b }}
{{ a = 1 }}
{{ a[1:2,3] }}
{{ a[1,2] }}
{% if a = 1 %}{% endif %}
{% raw %}
{# unclosed
{#
{%
{{
{% raw %}x
{% %}
{% 1 %}
{% if t: %}x{% endif %}
{% for x in a: %}{{ x }}{% endfor %}
{{ a }}}
{{ {'a': {'b': 1}}.a.b }}
{{ {'a': {'b': 1}}}}
{{ [[1, 2], [3]][0][1] }}
{{ 'a'.upper().lower() }} {{ ('a'|upper).lower() }} {{ 'a'|upper.x }}
{{ 'a'.upper()|lower }} {{ -1|abs }} {{ (-1)|abs }} {{ not t|string }} {{ 1 + 2|string|length }}
{{ 'x' in 'xyz' and 'y' }} {{ 1 if 1 else 2 if 0 else 3 }} {{ 1 not in a }} {{ not 1 in a }}
{{ i.real }} {{ i.imag }} {{ i.bit_length() }} {{ fl.is_integer() }} {{ fl.as_integer_ratio() }} {{ i.numerator }} {{ i.denominator }} {{ fl.hex() }} {{ i.conjugate() }} {{ i.to_bytes(2, 'big') }} {{ one.is_integer() }} {{ fl.real }} {{ fl.imag }} {{ t.real }} {{ i.bit_count() }} {{ fl.numerator }}
{{ 'abc'.encode() }} {{ 'é'.encode('latin-1') }} {{ 'abc'.encode()|length }} {{ 'abc'.encode()[0] }} {{ 'é'.encode().decode() }} {{ 'é'.encode('ascii') }}
{{ 'ß'.upper() }} {{ 'ß'.capitalize() }} {{ 'ß'.casefold() }} {{ 'ß'.title() }} {{ 'ΑΣ'.lower() }} {{ 'ΑΣ ΑΣ'.title() }} {{ 'ŉ'.upper() }} {{ 'ﬁ'.title() }} {{ 'ǆ'.title() }} {{ 'ſ'.casefold() }} {{ 'İ'.lower()|length }} {{ 'Éa'.swapcase() }}
{{ '²'.isdigit() }} {{ '²'.isdecimal() }} {{ '½'.isnumeric() }} {{ '一'.isnumeric() }} {{ 'aé'.isalpha() }} {{ 'a1'.isalnum() }} {{ ' \u2003'.isspace() }} {{ 'a b'.isprintable() }} {{ '\n'.isprintable() }} {{ 'aB'.isidentifier() }} {{ '1a'.isidentifier() }} {{ 'Ab Cd'.istitle() }} {{ 'é'.isascii() }} {{ ''.isascii() }} {{ ''.isalpha() }}
{{ ' a  b '.split() }} {{ ' a  b '.split(' ') }} {{ ' a  b c '.split(none, 1) }} {{ ' a b  c '.rsplit(none, 1) }} {{ 'aXbXc'.rsplit('X') }} {{ ''.split() }} {{ ''.split(',') }} {{ 'a\u2003b\x1cc'.split() }} {{ 'abc'.split(maxsplit=1, sep='b') }} {{ 'aaa'.split('a') }} {{ 'aaa'.rsplit('aa', 1) }}
{{ 'a\nb\r\nc\x0bd\x0ce\x1cf\x85g\u2028h'.splitlines() }} {{ 'a\n'.splitlines(true) }} {{ 'a\n\nb'.splitlines(keepends=true) }}
{{ 'aXbX'.find('X', 2) }} {{ 'aXbX'.rfind('X') }} {{ 'aXbX'.find('X', -1) }} {{ 'abc'.find('', 5) }} {{ 'abc'.find('', 3) }} {{ u.find('日') }} {{ u.index('✓', 2, 20) }} {{ 'aaa'.count('aa') }} {{ 'abc'.count('') }} {{ 'abc'.startswith('b', 1) }} {{ 'abc'.endswith(('x', 'c')) }} {{ 'abc'.startswith('') }} {{ 'abc'.startswith('', 4) }} {{ u.count('l') }} {{ 'abc'.replace('', '-', 2) }}
{{ 'abc'.translate({97: 'x', 98: none, 99: 100}) }} {{ 'a'.ljust(5) }}| {{ u.center(20, '*') }} {{ '+5'.zfill(4) }} {{ '-'.zfill(3) }} {{ u.zfill(15) }} {{ 'a\tbb\tc'.expandtabs() }} {{ 'a\n\tb'.expandtabs(2) }} {{ 'a\tb'.expandtabs(0) }}
{{ 'xyabcyx'.strip('xy') }} {{ 'xyabc'.lstrip('xy') }} {{ '\u2003 a \x1f'.strip()|length }} {{ 'abc'.strip(none) }} {{ 'abc'.strip('') }}
{{ s|e|upper|safe }} {{ d.x|string|int + 1 }} {{ users[0].name|lower|replace('a', 'b') }}
{{ users[0].tags|join(',') }} {{ users[-1]['name'] }} {{ users[0]['na' ~ 'me'] }} {{ d[k] }} {{ a[i - 5] }} {{ d['x'|lower] }}
{{ {1: 'a', 1.0: 'b', true: 'c'} }} {{ {'a': 1, 'a': 2} }} {{ {(1, 2): 3}[(1, 2)] }} {{ {1: 'x'}[true] }} {{ {1: 'x'}[1.0] }} {{ {none: 1}[none] }} {{ {1: 'x'}.get(2, 'd') }} {{ 1.0 in {1: 2} }}
{{ a|map('multiply', 2)|list }}
{{ [1, [2, [3]]]|string }} {{ a is eq([1,2,3,4,5]) }} {{ d == {'y': 'z', 'x': 1} }} {{ (1,2) == [1,2] }} {{ '1' == 1 }} {{ d.keys() == dict(y=1, x=2).keys() }}
{{ a|list is sameas a }} {{ a is sameas a }} {{ 'x' is sameas 'x' }} {{ none is sameas none }} {{ 1 is sameas true }}
{{ 3 | string + 'a' }} {{ '%s' | format(1) ~ 2 }} {{ 1 ~ 2 | string }} {{ 2 * 3 ~ 4 }} {{ 1 + 1 ~ 1 + 1 }}
{{ true and false or none }} {{ (none or zz) is undefined }} {{ zz and 1 }} {{ (zz or 0) + 1 }}
{{ d.items()|sort }} {{ d|dictsort|first }} {{ d.values()|list|string }} {{ d.items()|first }} {{ d.items()|last }} {{ d.keys()|length }} {{ d.items()|reverse|list }} {{ d|last }} {{ range(5)|last }} {{ d.keys()|join }} {{ 'x' in d.keys() }} {{ ('x', 1) in d.items() }}
{{ a|sum / a|length }} {{ (a|sum / a|length)|round(1) }} {{ a|max - a|min }} {{ [a, nums]|map('sum')|list }} {{ [a, nums]|map('first')|list }} {{ users|map(attribute='age')|sum }} {{ users|max(attribute='age') }} {{ words|max }} {{ words|min(case_sensitive=true) }}
{{ text.split()|batch(4)|map('join', ' ')|join('\n') }} {{ text|list|unique|list|length }} {{ text.split()|map('length')|max }} {{ text|lower|replace('.', '')|wordcount }}
'''.strip("\n").split("\n")

HAND += [
    "line1\n{{ 1 }}\n{{ zz.x }}\n", "\n\n{% if zz.x %}\n{% endif %}", "{{ 1 }}\n{{\n zz\n .x }}", "a\n{% for x in a %}\n{{ x.y.z }}\n{% endfor %}",
    "{% macro m() %}\n{{ zz.x }}\n{% endmacro %}\n\n{{ m() }}", "{% set x = 1 %}\n{% set y = zz.x %}", "{{ 1\n+\n'a' }}", "{{ a\n|join(',')\n|foo }}",
    "{% block a %}\n{{ zz.x }}{% endblock %}", "{% for x in a if\nx.y.z %}{% endfor %}", "{% with\nx = 1/0 %}{% endwith %}", "\n{% call foo() %}\n{% endcall %}",
    "\n\n{% filter upper %}\n{{ 1/0 }}{% endfilter %}", "x\n{% set x %}\n{{ 1/0 }}\n{% endset %}", "{{ 'a' }}\n{{ 'b' + 1 }}", "{% if f %}\n{% elif zz.x %}\n{% endif %}",
    "{% for x in [1] recursive %}\n{{ loop(5) }}\n{% endfor %}", "{% macro m(a=zz.x) %}{% endmacro %}\n\n{{ m() }}", "a\n{{ a|map('nope')|list }}\n", "{% for x in a|map('nope') %}\n{% endfor %}",
    "\n{% set d.x = 1 %}", "{{ 1 }}\n\n{% set d.x = 1 %}", "{{ d.items(\n1) }}", "{{ [\n1/0\n] }}", "{% autoescape true %}\n{{ 1/0 }}\n{% endautoescape %}",
    "  {% if t %}\n  x\n  {% endif %}\n  y\n", "  {%- if t -%}  x  {%- endif -%}  |  {{- ' y ' -}}  |", "{% if t %}\nA\n{% endif %}\nB\n{{ i }}\nC {# c #}\nD {%+ if t %}\nE{% endif +%}\nF\n",
    "   {%+ if t %}x{% endif %}   \n  {# comment -#}\n  y\n\n", "a\n{#- x -#}\nb\n{# z #}\nc", "line\n\n\n", "a\r\n{% if t %}\r\nb\r\n{% endif %}\r\nc\r\n", "a\rb\r\rc",
    "{% for u in users %}\n- {{ u.name }}\n{% endfor %}\nend", "{% raw %}\nx\n{% endraw %}\ny", "{{ users\n|map(attribute='name')\n|join(', ') }}", "{{ 'a\nb' }}", "{{ 'a\r\nb'|length }}",
    "{# multi\nline #}\nx\n{{ zz.x }}", "{#- multi\nline -#}\n\nx\n{{ zz.x }}", "a\n\n{%- if t %}\n\n{{ zz.x }}{% endif %}", "{% raw -%}\n\n x {%- endraw %}\n{{ zz.x }}", "{%- raw %}\n{% endraw -%}\n\n{{ zz.x }}",
    "system:\nYou are {{ k }}.\n\n{% for item in history %}\nuser:\n{{ item.inputs.question }}\nassistant:\n{{ item.outputs.answer }}\n{% endfor %}\n\nuser:\n{{ q }}\n",
    "# system:\nx\n{% for e in users %}\n{{ loop.index }}. {{ e.name }} ({{ e.age }}){% if not loop.last %},{% endif %}\n\n{% endfor %}", "\ufeff{{ 1 }}", "", "\n", "{{ i }}\n", "\n\n\n{{ i }}\n\n\n", "x{% if t %}\n\n\ny{% endif %}\n\nz",
    "{%if t%}x{%endif%}", "{%- if t +%}\nx{%+ endif -%}\n y", "{{-1}}", "{{--1}}", "{{+1+}}", "{{ 1 -}}\n\n x", "{{ 1 +}} x", "{%- -%}", "{% if t -%} \n x \n {%- endif %} \n y", "\t{% if t %}\t\n\tx{% endif %}\n",
    "{{ x }}" * 3 + "\n" * 3 + "{{ s }}", "{% set x = 'a' %}{% set x = x ~ 'b' %}{{ x }}", "{% set q = [] %}{% for x in a %}{% set _ = q.append(x * 2) %}{% endfor %}{{ q }}", "{% set x = x %}{{ x }}", "{% set s = s|upper %}{{ s }}",
    "{% for s in words %}{{ s }}{% endfor %}{{ s }}", "{% for x in a %}{% set s = x %}{% endfor %}{{ s }}", "{% if t %}{% set s = 'new' %}{% endif %}{{ s }}", "{% macro m() %}{% set s = 'in' %}{{ s }}{% endmacro %}{{ m() }}{{ s }}",
    "{% macro m(s) %}{{ s }}{% endmacro %}{{ m('arg') }}{{ s }}", "{% macro m() %}{{ s }}{% endmacro %}{% set s = 'late' %}{{ m() }}", "{% with s='w' %}{% macro m() %}{{ s }}{% endmacro %}{{ m() }}{% endwith %}{{ m }}",
    "{% for x in a %}{% for x in words %}{{ x }}{% endfor %}{{ x }}{% endfor %}", "{% for x in x %}{% endfor %}", "{% for a in a %}{{ a }}{% endfor %}{{ a }}", "{% set x %}{% for x in a %}{{ x }}{% endfor %}{% endset %}{{ x }}",
    "{% for x in a %}{% with y = x * 2 %}{% if y > 4 %}{% set z = y %}{{ z }}{% endif %}{% endwith %}{% endfor %}{{ z }}", "{% macro a() %}A{{ b() }}{% endmacro %}{% macro b() %}B{% endmacro %}{{ a() }}", "{% if t %}{% macro c() %}C{% endmacro %}{% endif %}{{ c() }}",
    "{% macro m(x, y=x) %}{{ x }}{{ y }}{% endmacro %}{{ m(1) }}{{ m(1, 2) }}{{ m(y=3) }}", "{% macro m(*a) %}{% endmacro %}", "{% macro m() %}{{ varargs|length }}{{ kwargs|length }}{% endmacro %}{{ m(1, 2, a=3) }}",
    "{% macro outer() %}{% macro inner() %}I{{ k }}{% endmacro %}{{ inner() }}{% endmacro %}{{ outer() }}", "{% macro m() %}{{ caller(1, b=2) }}{% endmacro %}{% call(a, b, c=3) m() %}{{ a }}{{ b }}{{ c }}{{ k }}{% endcall %}",
    "{% macro list(x) %}{% for i in x %}{{ caller(i) }}{% endfor %}{% endmacro %}{% call(i) list(a) %}<{{ i }}>{% endcall %}", "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(*[1]) }}{{ m(**{'x': 2}) }}{{ m(x=3, **{}) }}{{ m(*[1], **{'y': 2}) }}",
    "{% call dict() %}{% endcall %}", "{% call s.upper() %}{% endcall %}", "{{ caller() }}", "{{ varargs }}{{ kwargs }}{{ self }}{{ super }}", "{{ super() }}",
    "{% set ns = namespace(found=false) %}{% for u in users %}{% if u.name == 'bob' %}{% set ns.found = true %}{% endif %}{% endfor %}{{ ns.found }}", "{% set ns = namespace(n=0) %}{% for n in tree recursive %}{% set ns.n = ns.n + 1 %}{{ loop(n.c) }}{% endfor %}{{ ns.n }}",
    "{% for x in a recursive %}{% if loop.depth < 3 %}{{ loop([x]) }}{% else %}{{ x }}{{ loop.depth0 }}{% endif %}{% endfor %}", "{% for x in a %}{{ loop.changed(x // 2) }}{{ loop.changed() }}{% endfor %}", "{% for x in range(3) %}{{ loop.revindex0 }}{{ loop.nextitem is defined }}{{ loop.previtem is defined }}{% endfor %}",
    "{% for c in u %}[{{ c }}]{% endfor %}", "{% for x in (1, 2) %}{{ x }}{% endfor %}{% for x in 1, 2, 3 %}{{ x }}{% endfor %}", "{% for k, v in dd|dictsort %}{{ k }}{{ v }}{% endfor %}{% for k, v in {'a': {'b': 1}}.items() %}{{ k }}{{ v.b }}{% endfor %}", "{% for x in a[1:3] if x is odd %}{{ x }}{% endfor %}",
    "{% for row in a|batch(2) %}{% for x in row %}{{ x }}{% endfor %};{% endfor %}", "{% for x in range(3) %}{% for y in range(x) %}{{ loop.parent }}{{ y }}{% endfor %}{% endfor %}", "{{ loop.index }}", "{% for x in [] %}{% else %}{{ loop }}{{ x }}{% endfor %}",
    "{% if zz is defined and zz.x %}1{% else %}2{% endif %}", "{% if a and not empty or zz %}1{% endif %}", "{% if a == [1,2,3,4,5] %}eq{% endif %}{% if 1, 2 %}tuple{% endif %}", "{% if not (a|length > 3 and s.startswith('h')) %}x{% else %}y{% endif %}",
    "![image]({{ k }})\n{{ s }}", "{{ '\\\\' }}{{ '\\'' }}{{ '\\n' }}{{ '\\q' }}{{ '\\101' }}{{ '\\xe9' }}{{ '\\u00e9' }}{{ 'é\\é' }}", "{{ \"a\\\"b\" }}", "{{ 'a' \"b\" 'c' }}", "{{ '%s' % ('a' 'b') }}",
    "{{ dollar }} {{ [dollar] }} {{ dollar|tojson }} {{ dollar|urlencode }} {{ dollar|replace('$', '$&') }} {{ dollar.replace('a', '$1') }}", "{{ '$&'|join }} {{ ['$1', '$$']|join('$&') }} {{ '<'|replace('<', '$&') }}", "{{ 'x'.join(['$&']) }} {{ '%s' % '$&' }} {{ '{}'.format('$&') }}",
]

LOADED = [(s, "site") for s in [
    "{% extends 'base' %}", "{% extends 'base' %}{% block body %}child{% endblock %}", "{% extends 'base' %}{% block body %}{{ super() }}+child{% endblock %}", "{% extends 'mid' %}{% block body %}{{ super() }}+leaf{{ super.super }}{% endblock %}",
    "{% extends 'mid' %}{% block title %}T{{ super.super() }}{% endblock %}", "{% extends 'base' %}ignored {{ i }}{% set title = 'X' %}{% block body %}{{ title }}{% endblock %}", "{% extends 'base' %}{% macro m() %}M{% endmacro %}{% block body %}{{ m() }}{% endblock %}",
    "{% extends 'base' %}{% block body %}{{ self.title() }}{{ self.body }}{% endblock %}", "{% if t %}{% extends 'base' %}{% endif %}{% block body %}cond{% endblock %} text", "{% if f %}{% extends 'base' %}{% endif %}{% block body %}cond{% endblock %} text",
    "{% extends 'base' %}{% extends 'mid' %}", "{% if t %}{% extends 'base' %}{% endif %}{% extends 'mid' %}", "{% for x in a %}{% extends 'base' %}{% endfor %}", "before {% extends 'base' %} after", "{{ i }}{% extends 'base' %}{{ i }}", "{% extends ['base'] %}", "{% extends k2 %}",
    "{% extends 'req' %}", "{% extends 'req' %}{% block must %}given{% endblock %}", "{% extends 'missing' %}", "{% extends 'broken' %}", "{% extends 'fails' %}{% block b %}\n\n{{ zz.x }}{% endblock %}", "\n{% extends 'fails' %}", "{% extends 'loopbase' %}{% block item %}<{{ x }}>{% endblock %}", "{% extends 'loopbase2' %}{% block item %}<{{ x }}{{ loop.index }}>{% endblock %}",
    "{% include 'part' %}", "{% include 'part' without context %}", "{% include 'part' with context %}", "{% set i = 'set' %}{% include 'part' %}", "{% for x in a %}{% include 'part' %}{% endfor %}", "{% for i in a %}{% include 'part' without context %}{% endfor %}", "{% include ['missing', 'part'] %}", "{% include ['missing', 'missing2'] %}", "{% include ['missing'] ignore missing %}ok",
    "{% include 'missing' %}", "\n\n{% include 'missing' %}", "{% include 'missing' ignore missing with context %}ok", "{% include 'broken' %}", "{% include 'broken' ignore missing %}", "a\n{% include 'fails' %}", "{% include 'pa' ~ 'rt' %}", "{% include zz %}", "{% include none %}", "{% include 5 %}", "{% include 'part', 'x' %}", "{% include ('missing', 'part') %}", "{% include zz ignore missing %}", "{% include 'self' %}{% include 'blocky' %}",
    "{% import 'lib' as lib %}{{ lib.m(1) }}{{ lib.v }}{{ lib._hidden }}{{ lib.nope }}|{{ lib }}|{{ lib.usesctx() }}", "{% import 'lib' as lib with context %}{{ lib.usesctx() }}", "{% from 'lib' import m, v as w %}{{ m(2) }}{{ w }}", "{% from 'lib' import nope %}{{ nope }}", "{% from 'lib' import nope %}\n{{ nope.x }}", "{% from 'lib' import nope as z %}{{ z() }}", "{% from 'lib' import m with context %}{{ m(3) }}", "{% from 'lib' import m, %}{{ m(3) }}", "{% from 'lib' import m, usesctx with context %}{{ usesctx() }}",
    "{% import 'broken' as b %}", "{% import 'fails' as b %}", "{% import 'missing' as b %}", "{% from 'missing' import b %}", "{% import 'lib' as lib %}{% call lib.wrap() %}inner{% endcall %}", "{% import 'lib' as lib %}{{ lib.fail() }}", "\n{% from 'lib' import fail %}\n\n{{ fail() }}", "{% for x in a %}{% import 'lib' as lib %}{{ lib.m(x) }}{% endfor %}{{ lib }}", "{% import 'lib' as _l %}{{ _l.v }}", "{% import 'lib' as lib %}{% macro q() %}{{ lib.v }}{% endmacro %}{{ q() }}", "{% import 'lib' as lib %}{{ lib.counter.next() }}{{ lib.counter.next() }}{% import 'lib' as lib2 %}{{ lib2.counter.next() }}",
    "{% block body %}{% include 'part' %}{% endblock %}", "{% extends 'base' %}{% block body %}{% include 'part' %}{% import 'lib' as l %}{{ l.v }}{% endblock %}", "{% extends 'base' %}{% import 'lib' as l %}{% block body %}{{ l.v }}{% endblock %}", "{% extends 'base' %}{% from 'lib' import v %}{% block body %}{{ v }}{% endblock %}", "{% extends 'base' %}{% set z = 5 %}{% block body %}{{ z }}{% set z = 6 %}{{ z }}{% endblock %}", "{% extends 'base' %}{% filter upper %}x{% endfilter %}{% block body %}{% endblock %}", "{% extends 'base' %}{% for x in a %}{{ x }}{% endfor %}", "{% extends 'base' %}{{ zz.x }}", "{% extends 'base' %}{% set q = zz.x %}", "{% extends 'base' %}{{ a|nosuch }}", "{% extends 'base' %}{% call m() %}{% endcall %}", "{% extends 'base' %}{% include 'part' %}", "{% import 'lib' as lib %}{{ 'x' if false }}{{ ('y' if false).z }}", "{% include 'inlineif' %}", "{% include 'nested1' %}", "{% set outer = 1 %}{% include 'setter' %}{{ inner }}", "{{ lib }}{% import 'lib' as lib %}{{ lib.__class__.x }}", "{% import 'lib' as lib %}{{ lib.__foo__.x }}",
]]


def systematic():
    """Every filter, test and method with a spread of subjects and arguments."""
    values = ["s", "es", "u", "html", "multi", "a", "empty", "mixed", "d", "n", "t", "i", "neg", "fl", "one", "big", "inf", "nan", "zz", "users", "(1, 2)", "range(3)", "d.items()", "'5'", "'1.5'", "html|e", "a|map('string')", "words", "nums", "pairs"]
    filters = {
        "abs": [""], "attr": ["('x')", "('upper')", "(1)", ""], "batch": ["(2)|list", "(2, 'x')|list", "(n)|list", "(fl)|list"], "capitalize": [""], "center": ["(9)", "(-1)", "('x')"],
        "default": ["('q')", "('q', true)"], "dictsort": ["", "(true)", "(by='value')", "(reverse=1)"], "e": [""], "filesizeformat": ["", "(true)"], "first": [""], "float": ["", "(2)"], "forceescape": [""],
        "format": ["(1)", "()"], "groupby": ["('name')", "(0)", "('x', default=1)"], "indent": ["", "(2, true)", "('-')", "(n)"], "int": ["", "(3)", "(3, 16)", "(base='x')"], "join": ["", "(', ')", "(1)", "('-', 'name')", "(n)"],
        "last": [""], "length": [""], "list": [""], "lower": [""], "items": ["|list"], "map": ["('upper')|list", "(attribute='x')|list", "('int')|list", "('default', 1)|list"], "min": ["", "(attribute='name')"], "max": ["", "(true)"], "pprint": [""],
        "reject": ["|list", "('string')|list"], "rejectattr": ["('x')|list"], "replace": ["('l', 'L')", "('a', 1, 1)", "('', '-')", "('l', 'L', 'x')"], "reverse": ["|list", "|string|length > 0"], "round": ["", "(1)", "(1, 'ceil')", "(0, 'floor')", "('x')", "(-1)"],
        "safe": [""], "select": ["|list", "('number')|list"], "selectattr": ["('ok')|list", "('x', 'none')|list"], "slice": ["(2)|list", "(2, 0)|list"], "sort": ["", "(true)", "(case_sensitive=true)", "(attribute='name')"], "string": ["", "|length"], "striptags": [""],
        "sum": ["", "(attribute='age')", "(start=1)"], "title": [""], "trim": ["", "('l')", "(1)"], "truncate": ["(5)", "(5, true)", "(3, end='')", "('x')"], "unique": ["|list", "(true)|list"], "upper": [""], "urlencode": [""], "urlize": [""], "wordcount": [""],
        "wordwrap": ["(4)", "(4, false)", "('x')", "(3, wrapstring='|')"], "xmlattr": [""], "tojson": ["", "(1)", "('--')"],
    }
    for value in values:
        for name, arguments in filters.items():
            for argument in arguments:
                yield f"{{{{ ({value})|{name}{argument} }}}}"
    tests = ["odd", "even", "divisibleby 2", "divisibleby(n)", "defined", "undefined", "filter", "test", "none", "boolean", "false", "true", "integer", "float", "lower", "upper", "string", "mapping", "number", "sequence", "iterable", "callable", "sameas n", "escaped", "in a", "in s", "in d", "in 5", "== 1", "ne 's'", "gt 1", "ge 's'", "lt n", "le a", "eq a"]
    for value in values:
        for test in tests:
            yield f"{{{{ ({value}) is {test} }}}}"
    subjects = ["s", "i", "fl", "a", "d", "n", "t", "zz", "(1,)", "html|e", "big"]
    for left in subjects:
        for operator in ["+", "-", "*", "/", "//", "%", "**", "~", "==", "<", ">=", "in", "not in", "and"]:
            for right in subjects:
                if operator == "**" and "big" in (left, right):
                    continue
                yield f"{{{{ {left} {operator} {right} }}}}"
    text = {
        "upper": ["", "1", "x=1"], "title": [""], "casefold": [""], "strip": ["", "'h'", "1", "'a', 'b'"], "center": ["", "20", "20, '*'", "20, ''", "20, 1", "'x'", "1, 2, 3", "width=5"], "ljust": ["14", "14, 'é'"], "rjust": ["14, '-'"], "zfill": ["", "15", "'x'"],
        "replace": ["", "'l'", "'l', 'L'", "'l', 'L', 1", "1, 2", "'l', 2", "'l', 'L', 'x'", "'l', 'L', 1, 2", "old='l'"], "split": ["", "'o'", "'o', 1", "sep='o'", "maxsplit=1", "'o', sep='o'", "1", "foo=1", "1, 2, 3", "none, 'x'"], "rsplit": ["'l', 1", "none, 1"], "splitlines": ["true", "'x'", "1, 2"],
        "expandtabs": ["2", "tabsize=3", "'x'"], "partition": ["'o'", "''", "1", ""], "rpartition": ["'o'", "'zz'"], "removeprefix": ["'he'", "1"], "removesuffix": ["'ld'", "''"], "join": ["['a', 'b']", "'ab'", "d", "1", "[1]", ""], "find": ["'o'", "'o', 5", "'o', 5, 7", "'o', none, none", "1", "", "'o', 'x'", "1, 2, 3, 4"],
        "rfind": ["'o'", "'o', 0, 5"], "index": ["'o'", "'zz'"], "rindex": ["'zz'"], "count": ["'l'", "'l', 3", "''", "1"], "startswith": ["'he'", "('he', 'x')", "('x', 1)", "1", "['a']", "'e', 1", ""], "endswith": ["'ld'", "'x'", "('d',)"], "translate": ["{104: 'H'}", "1"], "encode": ["", "'ascii'", "'nope'", "1"], "isdigit": ["", "1"],
        "format": ["1", "x=1"], "format_map": ["{}", "1", "", "x=1"], "nope": [""],
    }
    for subject in ["s", "u", "es", "html|safe"]:
        for name, arguments in text.items():
            for argument in arguments:
                yield f"{{{{ [({subject}).{name}({argument})] }}}}"
    other = {
        "a": {"index": ["3", "3, 1", "3, 1, 2", "9", ""], "count": ["1", ""], "append": ["", "1, 2"], "pop": ["", "0", "9", "'x'", "1, 2"], "insert": ["1", "0, 9", "-1, 9", "'x', 1"], "remove": ["2", "9"], "extend": ["[9]", "5"], "copy": ["", "1"], "clear": [""], "reverse": [""], "sort": ["", "reverse=true", "1", "foo=1"]},
        "d": {"get": ["'x'", "'q', 1", "", "1, 2, 3", "[]", "key='x'"], "items": ["1"], "keys": [""], "pop": ["'x'", "'q'", "'q', 1", ""], "setdefault": ["'x', 9", "'q'"], "update": ["{'k': 1}", "k=1", "1", "[1]", "1, 2"], "popitem": [""], "clear": [""], "copy": [""], "fromkeys": ["'ab'", "'ab', 0"]},
        "(1, 2, 2)": {"index": ["2", "9", "1, 1"], "count": ["2", ""]}, "i": {"bit_length": ["", "1"], "to_bytes": ["1, 'little'", "0, 'big'"], "conjugate": [""], "nope": [""]}, "fl": {"is_integer": [""], "hex": [""], "as_integer_ratio": [""]}, "range(5)": {"index": ["3", "9"], "count": ["3", "9"]},
    }
    for subject, methods in other.items():
        for name, arguments in methods.items():
            for argument in arguments:
                yield f"{{{{ {subject}.{name}({argument}) }}}} {{{{ {subject} }}}}"
    specs = ["", "5", "<5", ">5", "^5", "=5", "*^9", "05", "+", " ", "-", "d", "x", "#x", "X", "b", "#b", "o", "c", "e", ".2e", "f", ".0f", ".3f", "010.2f", "g", ".3g", "G", "%", ".1%", ",", "_", ",.2f", "_x", "s", "10s", ".2", ".2s", "n", "z.1f", "q", ".", ",s", "+d", "+s", "#.3g", "<08.1f", "e5", "5,", "+,d", "08,", "015,.2f", "E", "#o", "5c", "#c"]
    for spec in specs:
        for value in ["i", "neg", "fl", "s", "t", "big", "one", "inf", "nan", "n", "a", "0", "1234567.891"]:
            yield f"{{{{ '{{:{spec}}}'.format({value}) }}}}"
    for directive in ["%s", "%r", "%a", "%d", "%i", "%5d", "%-5d|", "%05d", "%+d", "% d", "%x", "%#x", "%X", "%o", "%#o", "%e", "%.2e", "%f", "%.1f", "%08.3f", "%g", "%.3g", "%#g", "%G", "%c", "%5s", "%-5s|", "%.2s", "%%", "%u", "%ld", "%q", "%.0f", "%5.1f%%", "%F", "%E", "%.3d", "%+.3d"]:
        for value in ["i", "neg", "fl", "s", "t", "big", "inf", "n", "a", "zz", "()", "(1,)", "u", "html|e"]:
            yield f"{{{{ '{directive}' % {value} }}}}"
            if value == "i":
                yield f"{{{{ ('<{directive}'|safe) % '<' }}}}"
    for value in values:
        yield f"{{% for x in {value} %}}{{{{ x }}}}{{{{ loop.last }}}};{{% else %}}none{{% endfor %}}"
        yield f"{{% for x in {value} %}}[{{{{ x }}}}]{{% endfor %}}"
        yield f"{{{{ {value} }}}}|{{{{ [{value}] }}}}|{{{{ {value}|string|length }}}}"
        for key in ["0", "-1", "'x'", "'upper'", "n", "fl", "t", "[]", "zz", "(1,)", "'0'"]:
            yield f"{{{{ ({value})[{key}] }}}}"
        for name in ["x", "items", "upper", "real", "index", "__class__", "_x", "__len__", "name"]:
            yield f"{{{{ ({value}).{name}.foo }}}}"
        for part in ["1:", ":-1", "::2", "::-1", "1:2:'x'"]:
            yield f"{{{{ ({value})[{part}] }}}}"


def fuzz(R, count):
    """Random templates: expressions, statements, scopes, whitespace control, and broken ones."""
    g = Generator(R)
    out = []
    while len(out) < count:
        r = R.random()
        if r < 0.35:
            out.append(g.text(2))
        elif r < 0.6:
            out.append(g.small())
        elif r < 0.85:
            out.append(g.scoped(3))
        else:
            out.append(g.broken())
    return out


class Generator:
    strs = ["s", "u", "html", "multi", "'abc'", '"x y"', "'a,b'", "es", "q", "text"]
    nums = ["i", "fl", "3", "2.5", "0", "-4", "10", "one", "neg", "1e3", "big"]
    lists = ["a", "words", "mixed", "users", "empty", "[1,2]", "['x','y']", "nums", "range(4)", "(1, 'b')", "pairs"]
    others = ["n", "t", "f", "zz", "d.nope", "d", "nested", "users[0]", "zz2"]
    sf = ['upper', 'lower', 'title', 'capitalize', 'trim', 'length', 'replace("l","_")', 'reverse', 'e', 'list', 'first', 'last', 'wordcount', 'indent', 'indent(2,true)', 'default("q")', 'truncate(5)', 'center(15)', 'string', 'tojson', 'urlencode', 'int', 'float', 'wordwrap(4)', 'batch(2)|list', 'safe', 'striptags', 'escape|length', 'wordwrap(7, false)', 'truncate(8, true, "")', 'unique|list', 'sort', 'max', 'pprint', 'map("upper")|join', 'select("in", "aeiou")|list', 'urlize', 'forceescape', 'slice(3)|list', 'format(1)']
    nf = ['abs', 'round', 'round(1)', 'int', 'float', 'string', 'tojson', 'default(1)', "round(0,'floor')", 'filesizeformat', "round(2, 'ceil')", 'abs|round', 'pprint', 'e', 'center(9)', 'string|length']
    lf = ['length', 'first', 'last', 'join(",")', 'reverse|list', 'list', 'unique|list', 'tojson', 'batch(2)|list', 'slice(2)|list', 'map("string")|list', 'select|list', 'string', 'default("w")', 'sort(case_sensitive=true)|list', 'sum', 'min', 'max', 'sort', 'map("upper")|list', 'map("length")|list', 'map(attribute="name")|list', 'selectattr("age")|list', 'reject("string")|list', 'groupby("age")|list', 'batch(3, 0)|list', 'pprint', 'count', 'map("int")|sum', 'select("number")|list', 'map("default", "z", true)|join("-")', 'join("-", attribute="name")', 'urlencode', 'items|list', 'dictsort']
    mf = ['split()', 'upper()', 'strip()', 'lower()', 'title()', 'splitlines()', 'replace("l","")', 'startswith("h")', 'find("o")', 'count("l")', 'isdigit()', 'capitalize()', 'split("l")', 'zfill(20)', 'partition("l")', 'rsplit(" ",1)', 'center(20,"*")', 'rfind("l")', 'swapcase()', 'isupper()', 'ljust(15,".")', 'join(words)', 'format(1)', 'split("l", 1)', 'isalpha()', 'index("l")', 'strip("h")', 'casefold()', 'expandtabs()', 'istitle()', 'removeprefix("h")', 'rpartition("o")', 'isprintable()']
    slices = ['1:3', '-2:', '::-1', '0', ':2', '1:', '-1', '::2', '10', "'x'", '-9:9:3', 'i', 'n', 'zz']
    bops = ['+', '-', '*', '/', '//', '%', '~', '==', '!=', '<', '>', 'and', 'or', 'in', 'not in', '<=', '>=']
    tests = ['defined', 'none', 'string', 'number', 'mapping', 'sequence', 'iterable', 'boolean', 'odd', 'even', 'integer', 'float', 'not none', 'eq 1', 'in a', 'sameas t', 'divisibleby 2', 'upper', 'not defined', 'gt 2', 'callable', 'escaped', 'true', 'false', 'filter', 'test']

    def __init__(self, R):
        self.R = R

    def pick(self, options):
        return self.R.choice(options)

    def s(self, d):
        r = self.R.random()
        if d <= 0 or r < .3:
            return self.pick(self.strs)
        if r < .5:
            return f"({self.s(d-1)})|{self.pick(self.sf)}"
        if r < .7:
            return f"{self.pick(self.strs[:4])}.{self.pick(self.mf)}"
        if r < .8:
            return f"{self.pick(self.strs[:4])}[{self.pick(self.slices)}]"
        if r < .9:
            return f"({self.e(d-1)} ~ {self.e(d-1)})"
        return self.pick([f"'%s' % ({self.e(d-1)},)", f"'{{}}-{{!r}}'.format({self.e(d-1)}, {self.e(d-1)})", f"'%5s|%-4s' % ({self.e(d-1)}, {self.n(0)})", f"'{{:>8}}'.format({self.e(d-1)})", f"'%.2f' % {self.n(d-1)}", f"'%d' % {self.n(d-1)}", f"'{{:,.1f}}'.format({self.n(d-1)})"])

    def n(self, d):
        r = self.R.random()
        if d <= 0 or r < .3:
            return self.pick(self.nums)
        if r < .5:
            return f"({self.n(d-1)})|{self.pick(self.nf)}"
        if r < .6:
            return f"-{self.pick(self.nums)}"
        return f"({self.n(d-1)} {self.pick(['+', '-', '*', '/', '//', '%'])} {self.n(d-1)})"

    def l(self, d):
        r = self.R.random()
        if d <= 0 or r < .35:
            return self.pick(self.lists)
        if r < .6:
            return f"({self.l(d-1)})|{self.pick(self.lf)}"
        if r < .75:
            return f"{self.pick(self.lists)}[{self.pick(self.slices)}]"
        if r < .9:
            return f"[{self.e(d-1)}, {self.e(d-1)}]"
        return f"({self.e(d-1)}, {self.e(d-1)})"

    def m(self, d):
        return self.pick(["d", "d.items()|list", "d.keys()|list", "d.values()|list", "d.x", "d['y']", "d.get('x')", "d.get('q',3)", "{'a':" + self.e(d-1) + "}", "users[0]", "users[1].name", "d|length", "d|dictsort", "d|list", "d|tojson", "{" + self.e(0) + ": " + self.e(0) + "}", "nested.a.b", "d.items()", "dd|dictsort(by='value')", "dict(p=" + self.e(d-1) + ")", "d|xmlattr", "d|pprint", "d.y.upper()"])

    def e(self, d):
        r = self.R.random()
        if r < .3:
            return self.s(d)
        if r < .48:
            return self.n(d)
        if r < .66:
            return self.l(d)
        if r < .76:
            return self.m(d)
        if r < .83 or d <= 0:
            return self.pick(self.others)
        if r < .9:
            return f"({self.e(d-1)} {self.pick(self.bops)} {self.e(d-1)})"
        if r < .93:
            return f"({self.e(d-1)} if {self.e(d-1)} else {self.e(d-1)})"
        if r < .95:
            return f"({self.e(d-1)} if {self.e(d-1)})"
        if r < .97:
            return f"(not {self.e(d-1)})"
        return f"({self.e(d-1)} is {self.pick(self.tests)})"

    def small(self):
        e = self.e(3)
        return self.pick(["{{ %s }}", "{{ [%s] }}", "a\n{{ %s }}\n", "{%% set v = %s %%}{{ v }}", "{%% if %s %%}T{%% else %%}F{%% endif %%}", "{%% autoescape true %%}{{ %s }}{%% endautoescape %%}", "{%% autoescape t %%}{{ %s }}{%% endautoescape %%}", "{%% for x in %s %%}{{ x }},{%% endfor %%}"]) % e

    def w(self):
        return self.pick(["", "-", "+", "", "", ""])

    def tag(self, body):
        return "{%" + self.w() + " " + body + " " + self.w() + "%}"

    def t(self):
        return self.pick(["\n", " ", "x\n", "  y ", "\n\n", "- ", "", "a b", "\t", "z\n  ", "é ", "{ ", "%", "# h\n"])

    def block(self, d):
        r = self.R.random()
        if d <= 0 or r < .35:
            return self.t() + "{{" + self.pick(["", "-", ""]) + " " + self.e(2) + " " + self.pick(["", "-", ""]) + "}}" + self.t()
        if r < .55:
            return self.tag("if " + self.e(1)) + self.t() + self.text(d-1) + (self.tag("elif " + self.e(1)) + self.text(d-1) if self.R.random() < .3 else "") + (self.tag("else") + self.text(d-1) if self.R.random() < .5 else "") + self.tag("endif") + self.t()
        if r < .75:
            return self.tag("for x in " + self.l(1) + (" if x" if self.R.random() < .2 else "")) + self.t() + self.pick(["{{ loop.index }}{{ x }}", "{{ x }}", "{{ loop.last }}{{ loop.nextitem }}", "{{ loop.length }}{{ loop.cycle(1,2) }}"]) + self.text(d-1) + (self.tag("else") + self.t() if self.R.random() < .2 else "") + self.tag("endfor") + self.t()
        if r < .85:
            v = self.pick("pqr")
            return self.tag("set " + v + " = " + self.e(2)) + self.t() + "{{ " + v + " }}"
        if r < .9:
            return self.tag("set p") + self.text(d-1) + self.tag("endset") + "{{ p }}"
        if r < .93:
            return "{#" + self.pick(["", "-"]) + " c " + self.pick(["", "-"]) + "#}" + self.t()
        if r < .96:
            return self.tag("filter " + self.pick(["upper", "trim", "indent(2)", "title|e", "replace('a','b')"])) + self.text(d-1) + self.tag("endfilter")
        return self.tag("macro m(v, w=1)") + self.t() + "{{ v }}{{ w }}" + self.tag("endmacro") + "{{ m(" + self.e(1) + ") }}"

    def text(self, d):
        return "".join(self.block(d) for _ in range(self.R.randint(1, 2)))

    def name(self):
        return self.pick(["x", "y", "p", "q", "i", "s", "ns", "m", "w"])

    def scoped(self, d):
        """Statements over few names, so that scopes meet."""
        return "".join(self.statement(d) for _ in range(self.R.randint(1, 3)))

    def value(self):
        return self.pick(["1", "'v'", "x", "y", "p", "q", "i", "s", "[x, y]", "x ~ y", "(p or 2)", "a", "loop.index", "ns.c", "m(1)", "m(x, y)", "q|default('d')", "loop.last", "varargs", "kwargs", "caller()", "zz", "x + 1", "w is defined", "self.b", "super()", "namespace(c=1)"])

    def statement(self, d):
        r = self.R.random()
        inner = lambda: self.scoped(d - 1) if d > 0 else "{{ " + self.value() + " }}"
        if d <= 0 or r < .25:
            return self.pick(["", "\n", " "]) + "{{ " + self.value() + " }}"
        if r < .42:
            return "{% set " + self.name() + " = " + self.value() + " %}"
        if r < .47:
            return "{% set " + self.name() + " %}" + inner() + "{% endset %}"
        if r < .6:
            return "{% for " + self.pick(["x", "y", "p", "x, y"]) + " in " + self.pick(["a[:2]", "words", "pairs", "range(2)", "d.items()", "x", "y", "users[:1]"]) + self.pick(["", "", " if x", " if x != 1", " recursive"]) + " %}" + inner() + self.pick(["", "{% else %}" + inner()]) + "{% endfor %}"
        if r < .72:
            return "{% if " + self.pick(["t", "f", "x", "y is defined", "p", "x == 1", "loop.first"]) + " %}" + inner() + self.pick(["", "{% else %}" + inner(), "{% elif y %}" + inner()]) + "{% endif %}"
        if r < .8:
            return "{% macro " + self.pick(["m", "w"]) + "(" + self.pick(["", "x", "x, y=2", "x=1, y=x", "p, q='s'", "caller=none"]) + ") %}" + inner() + "{% endmacro %}"
        if r < .84:
            return "{% call" + self.pick(["", "(x)", "(y=1)"]) + " " + self.pick(["m()", "m(1)", "w(x)", "w()"]) + " %}" + inner() + "{% endcall %}"
        if r < .9:
            return "{% with " + self.pick(["x = 1", "x = y, y = 2", "p = x", ""]) + " %}" + inner() + "{% endwith %}"
        if r < .93:
            return "{% block " + self.pick("bcde") + str(self.R.randint(0, 99)) + self.pick(["", " scoped"]) + " %}" + inner() + "{% endblock %}"
        if r < .95:
            return "{% set ns = namespace(c=0) %}{% set ns.c = " + self.value() + " %}{{ ns.c }}"
        if r < .97:
            return "{% filter " + self.pick(["upper", "trim", "replace('1', 'one')"]) + " %}" + inner() + "{% endfilter %}"
        return "{% autoescape " + self.pick(["true", "false", "t"]) + " %}" + inner() + "{% endautoescape %}"

    def broken(self):
        """A template with something taken out, doubled or put in."""
        source = self.pick([self.text, self.scoped])(2)
        for _ in range(self.R.randint(1, 2)):
            at = self.R.randint(0, max(0, len(source) - 1))
            kind = self.R.random()
            if kind < .4:
                source = source[:at] + source[at + self.R.randint(1, 3):]
            elif kind < .6:
                source = source[:at] + source[at:at + 4] + source[at:]
            else:
                source = source[:at] + self.pick(["{{", "}}", "{%", "%}", "(", ")", "[", "]", "|", ".", ",", "'", '"', " if ", " in ", "not ", "{#", "#}", ":", "1", "endif", "=", "-", "\n", " is ", "*", "else"]) + source[at:]
        return source
