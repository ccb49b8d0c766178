"""Names that people are given, and that are no English words, so that they may be marked anywhere.

Our own list, chosen for the languages of an inner London borough; it can never be whole, and the
page says so. Names that are also words (Amber, Dean, Faith, Grace, Hope, Mark, Will) stand
elsewhere: they are marked only with a capital letter inside a sentence.
"""

LIST = """
aadam aaliyah aaron abbas abdi abdifatah abdihakim abdikadir abdirahman abdirashid abdul abdulaziz
abdulla abdullah abdullahi abdulqadir abena abigail abiodun abu abukar adaeze adama adaora ade
adebayo adeola adnan adrian afia afua afzal agnes agnieszka ahmad ahmed aisha aishah ajay akash
akosua akua alan alastair alejandra aleksandra alessandro alexander alexandra alfie ali alicia
alison alistair aliya aliyah amadou amanda amani amara amarjit amelia amin amina aminata aminur
amir amira amit amna amr amy ana anastasia andre andrea andreea andrei andrew andrzej angela angus
anika anisa anisha anita anjali ann anna annabel anne annie anthony anton antonio anwar anya
anyango apinder araba arash areeba arif arjun arthur arturo asad asha ashley ashok ashraf asif
asiya asma asmara assia atif audrey aurelia ava axmed ayaan ayan ayanle ayesha aylin ayse aysha
ayub azad azeez aziz aziza azra babatunde badr bahar barbara barry bartosz bashir basma beata
beatrice belinda ben benjamin bernadette bernard beth bethany betty beverley bibi bilal bilan
bilkis blessing bogdan boris brenda brian bridget bruno bukola burak caasho cabdi cabdiraxmaan
cabdullahi caitlin cali callum calum cameron camilla carl carla carlos carmel carmen carol
caroline catherine cathy cecilia ceri chandra chanelle chantelle charlene charles charlie
charlotte chiamaka chidi chike chinedu chinwe chloe chris christian christina christine
christopher chukwuemeka ciara ciise claire clara clare claudia clive colette colin connor conor
courtney craig cristina cumar cusmaan cynthia dahabo dahir daniel daniela danielle danny daoud
darren dave david dawit dawud dean debbie deborah deepa deeqa delroy demetrius denise dennis derek
desmond devon dhara diana dilara dimitri dina dipa dmitri dolores dominic dominika donald donna
doreen doris dorothy douglas duncan ebony eddie edith edna eduardo edward efua eileen ekaterina
elaine eleanor elena elif elijah elisabeth elizabeth ella ellen ellie elliot eloise elsa elsie
emily emine emma emmanuel emre enid enoch eoin eric erica erin ernest esme esra esther ethan
eugene eunice eva evelyn ewa ezekiel faadumo faduma fadumo fahad fahima fahmida faisal faiza
faizal farah farhan farhana farid farida farouk farrukh farzana fathia fatima fatimah fatma fatou
fatoumata fatuma fawzia feng ferdous ferdousi fernanda fernando feroza fiona florence fowsia
frances francesca francis francisco freddie frederick freya funmi gabriel gabriela gareth garfield
gary gavin gemma geoff geoffrey george georgia georgina gerald geraldine gerard gillian gina
giovanni giulia gladys glenda glenys gloria goran gordon graham greta grzegorz guled gulsum
gurpreet gwen habib habiba habon hadija hafiz hafsa haider haji halima halimo hamdi hameed hamid
hamida hamza hana hanad hanan hani haniya hanna hannah hardeep haroon harriet harry harun harvey
hasan hasina hasna hassan hatice hawa hayat haydar hazera heather heba hector hee helen helena
hend henrietta henry hibaq hibo hilary hilda hodan hodo holly howard huda hugh humayra humera
husna hussain hussein hyacinth iain ian ibraahim ibrahim idil idris ifeoma ifrah igor ijeoma ikram
ikran ilhan ilyas imelda imogen imran ines ingrid ioana ioannis iona iqbal iram irena irene irfan
irina isaac isabel isabella isha ishaq ishmael isla ismaaciil ismahan ismail israt ivan ivana
iwona jabir jack jackie jacob jacqueline jade jahanara jahid jake jalal jama jamal jameela james
jamie jamila jamilah jan jane janet janice jannat jasmin jason jaspreet javed javier jawad jayden
jean jeanette jenna jennifer jenny jeremy jerome jess jessica jill jim jimmy joan joanna joanne
joao jodie joe joel johanna john johnny jolanta jonathan jordan jorge jose josef joseph josephine
josh joshua joyce juan juanita judith julia julian julie juliet julius junaid justin justyna kabir
kadiatou kadija kamal kamaljit kamila kamran karam karen karim karima karin karl karolina kasia
katarzyna kate katherine kathleen kathryn kathy katie katrina kausar kavita kayleigh keith kelechi
kelly kemi kenneth kenny kerry kevin khadar khadiijo khadija khadijah khadra khaleda khalid
khalida khalil kiera kieran kim kimberley kiran kirsty kofi kojo konstantin krishna krystyna
krzysztof kubra kwabena kwaku kwame kwasi kyle kyra laila lakshmi laleh lamin lara larissa laura
lauren laurence lawrence layla leah leanne lee leila leon leonard leroy leslie leticia leyla liam
liban lilian liliana lillian linda lindsay lisa liz lloyd loretta lorna lorraine louis louisa
louise lubna luca lucas lucia lucy luis lukasz lul luqman luul lydia lyn lynda lynn lynne mabel
maciej madeleine magda magdalena maha mahad mahamed mahbub mahdi mahfuz mahir mahmood mahmoud
mahmud maimuna mairead majid malcolm malgorzata malik mamadou mandy manjit manuel marcel marcin
marcus marek margaret maria mariam mariama marian marianne marie marilyn mario marion marjorie
marlene marlon martha martin martyna maruf marwa mary maryam maryan maryann maryanne mateusz
matilda matthew maureen maurice mauricio max maxamed maxine maymuna mbali megan mehmet mehreen
melanie melissa mervyn mia michael michaela michal michelle miguel mike milan mildred millicent
mina mira miriam mirza mitchell moana modou mohamad mohamed mohammad mohammed mohamoud mohamud
mohsin moira mollie molly momin mona monica monika monique morgan morwenna moses mounir mubarak
muhammad muhammed muhsin muna munira muriel murray musa mustafa mustapha muuse nabil nabila nadia
nadim nadine nadira naeem nafisa nahid naila naima najib najma nancy nasim nasima nasir nasra
nasreen nasrin nasteho natalia natalie natasha nathan nazia nazma nazmul neelam neema neil nell
nellie nelson ngozi nguyen niamh nicholas nick nicky nicola nicole nigel nikita nikolai nimco nimo
nina nirmala nkechi noah noor nora norah norma norman nura nuria nurul nusrat obinna octavia
odette olawale oleksandr olena olga oliver olivia olu olusola oluwaseun oluwaseyi omar omari omer
ondine orla oscar osman othman owen oyelaran pablo padma pamela parisa parminder parveen patience
patricia patrick patrycja paul paula paulette pauline pavel pawel pedro penelope percy petra
petros phil philip philippa phillip phoebe phyllis piotr poonam prakash precious priya priyanka
przemyslaw qasim quyen rabeya rabia rachael rachel radia rafael rafal rafi rafiq rahel rahim
rahima rahman rahul raihan raj rajesh rajinder ralph rama ramadhan ramesh ramla ramona ramzi rania
ranjit raquel rashed rashid rashida ravi ravinder raymond razia rebecca reem regina rehana reine
rekha renata renee reuben reza rhiannon rhona riaz ricardo richard rida rifat rima rina rita
rizwan robbie robert roberta roberto roderick rodney roger rokeya roland roman romana ronald
ronnie rory rosa rosalind rosemarie rosie rosina rowena roxana roya roza ruben rubina rukhsana
ruksana rumana rupa rupert ruqaya ruqayyah russell ruth ryan saad sabah sabiha sabina sabri
sabrina saciid sadia sadiq saeed safa safia safiya sagal sahar sahra said saida saif saima saira
sakina salah saleh salim salima salma salman salome sam samantha samatar sameera samia samina
samir samira sammy samuel sana sandeep sandra sanjay sara sarah sardar sareena satnam saul scott
sean sebastian seema selam selim selina sergei shabana shabnam shafiq shah shahana shahid shahida
shahin shahina shahnaz shaima shakil shakira shamima shamsa sharif sharifa sharmin sharon shaun
shazia sheikh sheila shelley shelly sherry shirin shirley shukri shukria siddiq siham silvia simon
simone sinead siobhan siva sohail solomon somaya sonia sonya sophia sophie stacey stacy stanislaw
stella stephanie stephen steve steven stewart stuart subhan sucaad sudha sue suhail suhayb
sulaiman suleiman suleyman sultan sultana suman sumaya sumayya sumi sunil sunita suraya suresh
suriya susan susanna svetlana sybil syed sylvia tabitha tahira tahmina tamara tamika tamsin tania
tanisha tanveer tanya tanzila tara tariq taslima tasnim tatiana tayo ted temitope teresa tesfay
thanh theodora theresa thomas tiago tiffany tim timothy tina tobias toby tom tomasz tommy tony
toyin tracey tracy trevor tristan trudy tunde uchenna umar umm ursula usha usman uzma valentina
valerie vanessa veronica vicky victor victoria vijay vikram vincent viola violeta virginia vivian
vladimir waheed wahid wahida waleed walid wanda wanjiku waqar warsame wendy wilfred william
winifred winston wioletta wojciech xaliimo xasan xawo xiao xuseen yahya yan yasin yasir yasmeen
yasmin yasmina yasser yelena yesenia yetunde yolanda yonas yosef youcef younes younis yousef
youssef yousuf yuki yunus yusra yusuf yuusuf yvette yvonne zac zachary zahid zahida zahra zain
zaina zainab zakariya zaki zamzam zara zareen zarina zaynab zeenat zeinab zeynep zhang zoe zofia
zohra zubair zuleika zulfiqar zuzanna
"""
ALSO_WORDS = frozenset(
    """blessing christian dean devon heather holly jack jade jan jean jordan lee malik max patience
    precious raj said sheikh shah haji sultan ali abu umm umar rama sue ted tom dave scott hee
    hana mira mina ash kim lyn tim jim jess sam ben max viola paula rita
    grace hope rose will mark joy faith amber ruby pearl bill pat frank art guy iris ivy daisy lily
    violet olive hazel poppy robin martin melody summer autumn dawn eve star sunny bob rob nick
    miles chance chase drew wade penny ginger jasmine rosemary bay angel destiny""".split()
)
GIVEN_NAMES = frozenset(LIST.split())
# Safe without a capital letter too: no English word, and long enough not to be a slip.
IN_ANY_CASE = frozenset(name for name in GIVEN_NAMES - ALSO_WORDS if len(name) > 3) | frozenset(
    "ali amy dan abdi asha".split()
)
