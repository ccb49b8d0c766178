"""Words that are no names, though somebody may write them with a capital letter.

Lists of our own, in base forms: `is_common` also knows their endings. A word that is missing here
costs a faint suggestion too many; a name that stands here would never be suggested, so names that
are also words (Grace, Will, Rose) are left out on purpose.
"""

from functools import lru_cache

# Words a sentence is held together by: never part of the name of a person or a place.
SMALL = frozenset(
    """
a about above across after afterwards again against ago ah all almost alone along already also
although altogether always am amongst among an and another any anybody anyhow anyone anything
anyway anywhere apart are aren around as at away back be because been before behind being below
beneath beside besides better between beyond both but by can cannot could couldn did didn do does
doesn doing don done down during each either else elsewhere enough etc even ever every everybody
everyone everything everywhere except few for forever from further get gets getting got had hadn
half has hasn have haven having he hello hence her here hers herself hey him himself his how
however i if im in indeed inside instead into is isn it its itself ive just last later least less
lest let like many maybe me meanwhile mine more moreover most mostly much must my myself near
nearly neither never nevertheless next no nobody none nor not nothing now nowhere of off often oh
ok okay on once one ones only onto or other others otherwise our ours ourselves out outside over
own per perhaps please plus quite rather really same several shall she should shouldn since so
some somebody somehow someone something sometimes somewhere soon still such than thank thanks that
the their theirs them themselves then there therefore these they thing this those though three
through throughout thus till to together tomorrow tonight too toward towards two under underneath
unless unlike until up upon us usually very via was wasn we well went were weren what whatever
when whenever where whereas wherever whether which while whilst who whoever whole whom whose why
with within without won wouldn would yeah yes yesterday yet you your yours yourself yourselves
waa waan magacaygu amar
theres thats dont didnt cant wont isnt wasnt whats hes shes theyre youre weve theyve
""".split()
)

MONTHS = frozenset(
    """january february march april may june july august september october november december
    jan feb mar apr jun jul aug sept sep oct nov dec""".split()
)

COMMON = frozenset(
    """
able absence absolute abuse accept access accident account ache across act action active activity
actual add address adult advance advice advise advocacy advocate affair afford afraid age agency
agitate agree aid aim air alarm alcohol alert alive alliance allow alone alternative amazing
ambulance amount anger angry animal anniversary announce annoy answer antidepressant anxiety
anxious apart apologise apology appeal appear apple application apply appointment appreciate
approach approve area argue argument arm army arrange arrangement arrest arrival arrive art
article ash ashamed asleep ask aspect assess assessment assist assistance assistant assume asylum
attack attempt attend attention attitude audience aunt authority autism autistic available average
avoid awake aware awful awkward baby background bad badly bag balance ball bank bar barber bare
barely barrier base basic basically bath bathroom battle beat beautiful become bed bedroom beg
begin began begun behave behaviour belief believe belong beloved benefit bereavement best bet big
bike bill bin bird birth birthday bit bite bitter black blame blanket bleed bless blind block
blood blow board boat body bomb book border bored boring born borough borrow boss bother bottle
bottom bought bowl box boy boyfriend brain branch brave bread break breakdown breakfast breast
breath breathe bright brilliant bring british broke broken brother brought brown budget build
building bullet bully burden burn bus business busy buy café cake call calm came campaign cancel
cancer car card care careful carefully carer caring carpet carry case cash cat catch caught cause
ceiling centre central certain certainly chair challenge chance change chaos character charge
charity chase chat cheap cheat check chemist chemistry chest chicken child childhood children
choice choose chose church cigarette circle citizen city claim class classroom clean clear clearly
clever client clinic clinical close closed cloth clothes club coat code coffee cold collapse
colleague collect college colour column come comfort comfortable commission commit committee
common communicate communication community company compare compassion complain complaint complete
completely computer concentrate concern condition conditioning confidence confident confidential
confirm conflict confuse confusion connect connection consent consider considerate constant
constantly constipation consult consultant contact content continue contract control conversation
cook cooking cope copy coriander corner corridor cost cough council councillor counselling
counsellor count country couple courage course court cousin cover covid crap crash crazy create
cried crime criminal crisis criticise cross crowd cruel cry culture cup cupboard curry custody
customer cut cycle dad daily damage damp dance danger dangerous dare dark date daughter day dead
deaf deal dear death debt decade decide decision deep definite degree delay deliver demand
dementia deny dentist department depend depress depression deprive describe description desert
deserve design desk despair desperate despite destitute destroy detail detain detention develop
diabetes diabetic diagnose diagnosis dialysis diary die diet differ difference different difficult
difficulty dignity dinner direct direction director dirt dirty disability disable disabled
disappear disappoint disaster discharge discover discriminate discrimination discuss discussion
disgrace disgust dish dismiss disrespect distance distress district disturb doctor document dog
domestic donation door dose doubt downstairs dozen dragged drain draw drawer drawing dream dress
drew drink drive driver drop drove drown drug drunk dry due dull dump dust duty dyslexia dyslexic
ear early earn earth easily east easy eat eaten eating edge educate education effect effort egg
eight eighteen eighty elder elderly elect election electric electricity eleven email embarrass
emergency emotion emotional empathy emphasis employ employer employment empty encourage end ended
energy engage engine enjoy enormous enquiry ensure enter entire entirely entrance envelope
environment equal equality equipment escape especially essential establish estate ethnic evaluate
evening event eventually everyday evict eviction evidence evil exact exactly exam example
excellent exchange excite excluded exclusion excuse exercise exhaust exist existence expect
expectation expense expensive experience expert explain explanation express extra extreme
extremely eye face fact factory fail failure fair fairly fall false familiar family famous
fantastic far farm fast fat father fault favour fear feed feedback feel feeling feet fell fellow
felt female fifteen fifth fifty fight figure file fill film final finally find fine finger finish
fire firm first fish fit five fix flashback flat fled floor flower fog folder folk folks follow
food foot football forced foreign forget forgot forgotten form former forty forward foster fought
found foundation four fourteen fourth fragile free freedom freeze frequent fresh friday friend
friendly friendship frighten front fruit frustrate frustrating fuel full fully fun fund funeral
funny furniture future gain game gap garden gas gate gather gave gay gender general generation
gentle gently genuine girl girlfriend give given glad glass go goal god going gone good goodbye
government grab gradually grand grandad granddaughter grandchild grandfather grandma grandmother
grandparent grandson grass grateful grave great green greet grew grief grieve ground group grow
grown guard guess guest guide guideline guilt guilty gun guy gym habit hair half halal hallway
hall hallucination hand handle hang happen happy harass hard hardly harm hat hate head headache
heal health healthcare healthy hear heard heart heat heater heating heavy held hell helpful
helpless helpline help hid hidden hide high higher highly hijab hill history hit hobby hold hole
holiday home homeless homelessness honest honestly honour hopeful hopeless horrible horror
hospital hostel hot hotel hour house household housework housing hug huge human humiliate hundred
hungry hurry hurt husband hygiene idea identify identity ignore ill illness imagine immediate
immediately immigrant immigration impact important impossible improve improvement include income
increase incredible independent individual indoors infection inform information initial injection
injure injury inpatient inquiry insight insist inspire instance institution insult insulin intend
interest interested international internet interpret interpreter interrupt interview introduce
invite invisible involve involvement iron island isolate isolation issue jail jinn job jobcentre
join joint joke journal journey judge juice jump keep kept kettle key kick kid kill kind kindly
kindness kiss kitchen knee knew knife knit knock know knowledge known lack lady laid landlord
language laptop large late lately laugh laughed laundry law lawyer lay lazy lead leader leaflet
leak learn leave led left leg legal lesbian lesson letter level lie life lift light limit line
link list listen little live lived lives living load loan local lock london lonely loneliness long
longer look loose lose loss lost lot loud lovely low lower luck luckily lucky lunch lying machine
mad made mail main mainly maintain major majority make male man manage manager mania manner map
marriage married mass massive match mate mattress mean meaning meant measure medical medication
medicine meditation meet meeting member memory men mental mention menu mess message met method
midday middle midnight midwife might migrant mild mind minority minute miss mistake mix mobile
moment monday money month mood morning mosque mother mould mouth move movement mum murder muscle
music muslim nan naan narrow nation national natural nature necessary need needle neglect
neighbour neighbourhood nephew nervous network new news newspaper nice niece night nightmare nine
nineteen ninety noise noisy normal normally north note notice notion number numb nurse nursery
object obvious obviously occasion occasional occupation offend offer office officer official old
older online open operate operation opinion opportunity oppose option ordeal order ordinary
organisation organise original outcome outpatient outreach overdose overnight overwhelm owe packed
page paid pain painful painting pair panel panic paper parent park parking part particular
particularly partner partnership party pass passport past patience patient pattern pause pavement
pay payment peace peer pen pension people perfect period permanent permission person personal
personality pet pharmacist pharmacy phone photo physical physically pick picture piece pill place
plain plan plate platform play pleasure plenty pocket point police policy polite poor poorly
position positive possible possibly post postman pot potential pound poverty power powerful
practical practice pram pray prayer precious prefer pregnancy pregnant prepare prescribe
prescription present pressure pretend pretty prevent previous price pride priest primary prison
private probably problem process professional programme progress project promise proof proper
properly property protect proud prove provide psychiatric psychiatrist psychiatry psychological
psychologist psychology psychosis psychotic pub public pull punish pure purpose purse push put
quarter question queue quick quickly quiet quietly quit race racism racist radio rain raise ramp
ran rang range rape rare rarely rash rate raw reach react read reading ready real realise reality
reason receipt receive recent recently reception receptionist recognise recommend record recover
recovery red reduce refer referral reflect refuge refugee refuse regard register regular regularly
rejection relate relation relationship relative relax release relief relieve religion religious
rely remain remember remind remove rent repair repeat reply report represent request research
resident resource respect respite respond response responsibility responsible rest restaurant
restrain restraint result retire return revolving rice rich rid ride right ring rise risk river
road rock role room round routine row rude ruin rule run rung rush sad safe safeguarding safer
safety said sandwich sane sang sat satisfy saturday save saw say scale scan scar scare scarf
scatter schedule schizophrenia school scream screen search season seat second secondary secret
secretary section secure security see seem seen seizure self sell send senior sense sensitive sent
sentence separate series serious seriously service session set settle seven seventeen seventy
severe sex sexual shake shame shape share sharp shelter shift shine shoe shook shop short shot
shout show shower shut sick side sight sign signed signing silence silent simple simply sing
single sink sir sister sit site situation six sixteen sixty size skill skin sleep sleeper slept
slip slow slowly small smart smell smile smoke smooth snap snow sober social society sofa soft
soil sold soldier solicitor solution solve son song sorrow sorry sort soul sound soup south space
spare speak speaker special specialist specific spell spend spent spirit spirits spiritual split
spoke spoken sport spring square staff stage stair stairs stairwell stand standard staring start
state statement station statutory stay steal step stick stigma stole stomach stone stood stop
store storm story straight strain strange stranger street strength stress stretch strict strike
stroke strong struggle stuck student study stuff stupid style suburb succeed success sudden
suddenly suffer sugar suggest suicidal suicide suit summer sun sunday sunlight sunset supervisor
supper support suppose sure surgery surgeon surprise survey survive survivor suspect swear sweat
sweet swim switch symptom system table tablet take taken talk tall tap task taste taught tax taxi
tea teach teacher team tear technology teenage teenager telephone television tell temper temple
temporary ten tenant tend tension tent term terrible terrify terror test text therapist therapy
thick thin think third thirteen thirty thought thousand threat threaten threw throat throw thrown
thursday ticket tidy tie tight time tiny tip tired title toast today toilet told tomato tone
tongue tonight took tool tooth top topic torture total totally touch tough tour tower town toy
trace track trade tradition traditional traffic trafficked train training transfer translate
translation translator transport trap trapped trauma traumatic travel treat treatment tree trial
tribunal trick trigger trip trouble true trust truth try tuesday turn tv twelve twelfth twenty
twice twin type ugly ulcer umbrella uncle uncomfortable understand understanding understood
unemployed unfair unfortunately unhappy uniform unit university unkind unknown unsafe unseen
unusual unwell upset upstairs urgent urgently urine use used useful useless usual vaccine valley
value van vegan vegetable vehicle victim video view village violence violent visible vision visit
visitor voice voicemail voluntary volunteer vote voucher vulnerable wage wait waiting wake walk
wall wallet wander want war ward warm warn warning wash washing waste watch water wave weak wear
weather website wedding wednesday week weekday weekend weekly weep weigh weight weird welcome
welfare wellbeing west wet wheel wheelchair whenever whisper white wider widow widower wife wild
willing win wind window wine winter wipe wise wish withdraw woke woman women wonder wonderful wood
wooden word wore work worker workplace workshop world worn worried worry worse worst worth
worthless wrap write writing written wrong wrote yard year yell yellow yoga young younger youth
zero zone accent acceptable adhd afternoon aftercare aids allotment anonymous apartment assessor
bailiff bipolar bladder boiler bruise buggy carry catheter cellar chaplain chaplaincy childminder
chronic coffin colostomy contraception convict corridor council cream creche deafness deport
deportation disciplinary disorder district divorce driving eczema epilepsy epileptic fasting
fibromyalgia fridge furnish gambling genocide gentleman glasses graffiti hearing heroin hiv hoist
honourable hunger imam inmate insomnia insurance keyworker knitting lanyard learner lithium lodger
lounge magistrate massage maternity menopause methadone ministry minister miscarriage mortgage
nappy neighbourly newborn nhs nightshift orphan outdoors overcrowded pastor pavement pediatric
peer phlebotomist pilgrim placement podiatrist polish porter postcode postnatal probation pupil
puppy quran qur'an rabbi rehab rehabilitation remand ruling sanction scheme scribble sectioned
shelter sibling sickle snack stammer stepdad stepmum stillborn stillbirth studio superviser
syringe tannoy thyroid tinnitus toddler trainee trans tram tutor unanimous underground ventilator
veteran walker waiter whatsapp wound zoom breastfed breastfeeding childcare doorbell doorstep
feelings caseload caseworker ceiling
""".split()
)

# Rightly written with a capital letter, and no one person's name.
PROPER = frozenset(
    """
english welsh scottish scots irish britain british england scotland wales ireland uk european
europe africa african asia asian caribbean america american arab arabic arabia bangla bangladesh
bangladeshi bengal bengali bengalis sylhet sylheti chittagonian rohingya dhaka somali somalia
somalis somaliland sudan sudanese eritrea eritrean ethiopia ethiopian kenya kenyan nigeria
nigerian yoruba igbo hausa ghana ghanaian twi uganda ugandan congo congolese jamaica jamaican
pakistan pakistani urdu punjabi punjab pashto india indian gujarati hindi tamil sri lanka lankan
nepal nepali china chinese mandarin cantonese hong kong vietnam vietnamese philippines filipino
tagalog turkey turkish kurdish kurd kurdistan iraq iraqi iran iranian farsi persian dari afghan
afghanistan syria syrian lebanon lebanese palestine palestinian gaza israel israeli hebrew jewish
jew yemen yemeni egypt egyptian morocco moroccan algeria algerian tunisia libya saudi poland
polish romania romanian roma gypsy traveller bulgaria bulgarian albania albanian lithuania
lithuanian latvia portugal portuguese spain spanish brazil brazilian colombia colombian latin
france french germany german italy italian greece greek cyprus cypriot ukraine ukrainian russia
russian swahili amharic tigrinya muslim islam islamic christian christianity catholic protestant
anglican methodist pentecostal evangelical jesus christ allah god quran koran bible hindu hinduism
sikh sikhism buddhist buddhism jain eid ramadan ramzan diwali vaisakhi christmas easter passover
hanukkah lent jumma jummah hajj umrah inshallah mashallah alhamdulillah insha salaam salam
assalamu alaikum wa halal black white brown london east west north south tower hamlets whitechapel
stepney bethnal poplar limehouse wapping shadwell mile end bow hackney newham stratford bromley
globe aldgate spitalfields isle dogs thames canary wharf docklands nhs gp cmht camhs iapt pip esa
dwp dla pcn icb cqc pals council universal credit attendance allowance carer jobcentre plus
citizens samaritans mind childline shelter facebook instagram tiktok whatsapp zoom teams google
youtube snapchat twitter tesco asda lidl sainsbury sainsburys aldi primark uber netflix monday
tuesday wednesday thursday friday saturday sunday covid corona lgbt lgbtq hiv adhd ptsd ocd bpd
cbt emdr bsl esol tv id ok gcse idea store lesbian gay trans talking therapies windrush premier
league arsenal tottenham west ham prozac sertraline olanzapine quetiapine lithium diazepam valium
clozapine methadone paracetamol
""".split()
)

ENDINGS = (
    *("'s", "’s", "n't", "n’t", "'ll", "’ll", "'ve", "’ve", "'re", "’re", "'d", "’d", "'m", "’m"),
    *("s'", "s’", "ingly", "fully", "lessly", "iest", "ier", "ily", "ings", "ing", "edly", "ers"),
    *("ness", "ment", "ments", "less", "able", "ies", "ied", "ed", "es", "er", "est", "ly", "ful"),
    *("s", "d", "r", "y"),
)
NEVER_NAMES = ("tion", "tions", "ness", "ment", "ments", "ability", "ingly", "ology", "isation")


@lru_cache(maxsize=20_000)
def is_common(word: str) -> bool:
    """Whether a word is an ordinary one, a month, or rightly has a capital without being a name."""
    lower = word.lower()
    return _listed(lower) or lower.endswith(NEVER_NAMES) or any(map(_listed, _bases(lower)))


def _listed(lower: str) -> bool:
    return lower in COMMON or lower in SMALL or lower in PROPER or lower in MONTHS


def _bases(lower: str) -> list[str]:
    found = []
    for ending in ENDINGS:
        if lower.endswith(ending) and len(lower) > len(ending) + 1:
            base = lower.removesuffix(ending)
            found += [base, f"{base}e", f"{base}y"]
            if len(base) > 2 and base[-1] == base[-2]:
                found.append(base[:-1])
    if "-" in lower:
        parts = lower.split("-")
        if all(_listed(part) or part.isdigit() for part in parts):
            found.append(parts[0])
    return found
