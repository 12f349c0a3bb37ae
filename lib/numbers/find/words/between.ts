// Words around a number that are neither telephone nor document: what links, what counts, who and where. How they are written:
// notation.ts; all of them are whole words.
import type { Words } from './notation.ts';

/** Words between a label and its number that say nothing themselves. */
export const LINK_WORDS: Words = {
  en: 'is on the of for a an to my our your his her their me us by with be and or direct home main private business personal secondary primary other new old alternate alternative alt tag note please also now daytime evening day night ext available preferred best default local international national free on_request auf_anfrage sur_demande',
  de: 'und oder auf am an der die das den dem des ist lautet sie mich uns mir mein meine meiner unser unsere ihr ihre sein seine direkt direkte geschaftlich geschaftliche privat private dienstlich neue neuer alte bitte hier zur zum von fur',
  fr: 'et ou est sont sur le la les l un une du de des d mon ma notre votre vos son sa nouveau direct directe personnel professionnel domicile prive pro suivant vous nous moi',
  es: 'y e o el la los las un una del de en por para mi mis tu su sus nuestro nuestra es son con este directo particular personal nuevo casa trabajo',
  pt: 'e ou o a os as um uma ao do da dos das no na nos para meu minha seu sua nosso nossa este novo direto pessoal comercial residencial casa trabalho',
  it: 'e o il lo la i gli le un una alla del della dello dei di da in per mio mia nostro nostra suo sua vostro nuovo diretto personale casa lavoro domicilio',
  nl: 'en of het de een naar mijn ons onze uw jouw zijn haar is nieuw nieuwe direct privé prive zakelijk werk thuis',
  pl: 'i lub na do z w o moj moja nasz nasza panstwa pani pana twoj jest to prosze nowy praca pracy dom domu prywatny sluzbowy bezposredni',
  cs: 'a nebo na do z v o muj moje nas nase vas vase je prosim novy nove prace domu soukromy pracovni primy',
  sk: 'a alebo na do z v moj moje nas nase vas vase je prosim novy nove',
  hu: 'a az es vagy ez uj sajat munkahelyi otthoni privat kozvetlen kerjuk',
  ro: 'si sau la pe de din ai ale cu nostru noastra meu mea dumneavoastra este nou acasa serviciu direct',
  slavic:
    'i ili na pri za od do u je vas nas vas moj moja nas nase i и или на за по от до у к в с мой моя наш наша ваш ваша это мій наш ваш є та або е моят нашия вашия ще ни ми ви те је мој нашa наш ваш домашен личный личен основной прямой новый робочий домашній служебен',
  el: 'και η το τον την στο στον στη στην στα μου μας σας του της των για με ειναι νεο εργασιας σπιτι προσωπικο',
  tr: 've veya ile icin bu benim bizim sizin yeni kisisel dogrudan ev evi isi lutfen su',
  nordic:
    'og och eller til till min mitt mit vores var vart var din deres ditt jobb hjem hem privat arbejde ny nytt nye er ar direkte direkt og a i um hja okkar minn mitt heima vinna ja tai on minun oma uusi koti tyo suora',
  baltic:
    'un vai uz pie par mans musu jusu ir jauns majas darba ir arba i prie mano musu jusu yra namu darbo ja voi on minu meie teie uus kodus kodu too',
  ar: 'في إلى من عن هو هي بنا بي لنا معنا معي أو و لدى عند التالي الخاص الجديد مباشرة المباشر المنزل العمل',
  he: 'של את אל על או הוא היא שלי שלנו שלך לנו אלינו אלי בבית בעבודה חדש ישיר',
  fa: 'با به در از یا و ما من شما است این جدید مستقیم منزل',
  ur: 'پر کا کی کے یا اور ہے ہم ہمارا میرا آپ نیا گھر دفتر',
  hi: 'का की के पर या और है हमारा हमारे मेरा आपका नया घर कार्यालय करें कृपया',
  bn: 'বা এবং আমার আমাদের নতুন বাসা করুন এ অনুগ্রহ করে',
  vi: 'là của tôi chúng theo mới nhà riêng hoặc qua cơ_quan cố_định',
  id: 'di ke pada dan atau kami saya anda ini adalah baru rumah pribadi atas melalui dengan untuk',
  ms: 'di ke pada dan atau kami saya anda ini ialah baharu rumah peribadi',
  tl: 'sa ang ng o ko namin bago ya wa yako',
  cjk: '请 請 的 是 為 为 및 또는 は または',
};

/** «Number», as it is written in a label. */
export const NUMBER_WORDS: Words = {
  latin:
    'no nos nr nrs nbr num numb numero numeros number numbers nummer nummern numer numeru numerem numery numar numarul numere cislo cisla n nro nru br broj broja brojevi št stev stevilka stevilke stevilko č sz szam szama szamu szamon szamot szamunk numara numarasi numarali numaraniz numaram nolu numri nomor nomer nombor nomr bil numer numerið numeris numerio numurs numura numeroa numri zenbakia raqam số số_hiệu # № blg bilang nambari namba',
  cyrillic:
    'номер номеру номера номером номеров номерът номера ном бр број броја н нум но № рақам дугаар нөмір нөмірі нөмірі',
  other:
    'αριθμος αριθμο αριθμου αριθμοι αρ νο νουμερο رقم الرقم رقمي رقمك رقمنا أرقام شماره نمبر מספר מספרי המספר מס नंबर नम्बर नं संख्या क्रमांक सं अंक নম্বর নং সংখ্যা எண் నంబర్ నెంబర్ సంఖ్య ಸಂಖ್ಯೆ നമ്പർ નંબર ਨੰਬਰ หมายเลข เลข 番号 番號 号码 號碼 ナンバー 번호 넘버 ნომერი համար ቁጥር លេខ',
};

/** «Code»: alone a number's name, beside somebody or something a part of it. */
export const CODE_WORDS: Words = {
  latin:
    'code codes kod kode kodu kodi koda kodas kodo kods kodus kood koodi koodin kodi codul cod codice codigo codi sifra sifre sifru mã clave chave identifier identifiant identificador identificativo identifikator identifikacni identyfikator kennung tunnus tunniste azonosito kimlik pengenal',
  other:
    'код коду кода кодът шифра шифър идентификатор ідентифікатор идентификационный κωδικος κωδικο κωδ رمز کد کوڈ कोड কোড קוד רמז शناسه รหัส',
};

/** Places and services that have a telephone, and what leads to one («at …»): an order word before them names what they do. */
export const PLACE_WORDS: Words = {
  questions:
    'question questions report fragen ruckfragen preguntas pregunta dudas consultas perguntas duvidas domande vragen pytania dotazy otazky kerdes kerdesek intrebari вопросы вопросам вопрос запитання въпроси питања pitanja vprasanja ερωτησεις sorular sporgsmal sporsmal fragor kysymykset kusimused jautajumi klausimai أسئلة استفسار שאלות سوال प्रश्न pertanyaan',
  prepositions: 'at via under reach unter bei au aux al allo pelo pela onder op bij pod pa على',
  en: 'office offices desk service services support sales reception department dept team centre center counter helpdesk frontdesk shop store hotel clinic hospital hq headquarters agent operator emergency urgent work contacts assistance enquiries inquiries contact me info information administration admin accounting accounts_department manager secretary security',
  de: 'buro zentrale empfang annahme abteilung stelle kundenservice kundendienst buchhaltung vertrieb sekretariat praxis notfall auskunft kontakt service werk ansprechpartner ansprechpartnerin kontaktperson verwaltung pforte geschaftsstelle',
  fr: 'bureau bureaux accueil secretariat service services assistance urgence urgences siege agence magasin contact standardiste rayon departement',
  es: 'oficina oficinas recepcion atencion soporte asistencia emergencia emergencias urgencias central centralita consultorio tienda ventas informacion contactos servicio_al_cliente servicio_de_atencion departamento',
  pt: 'escritorio recepcao atendimento suporte assistencia emergencia emergencias central loja vendas informacoes servico_de_atendimento servico_ao_cliente departamento setor',
  it: 'ufficio uffici reception segreteria assistenza emergenza emergenze sede negozio centralino vendite informazioni servizio_clienti servizio_assistenza',
  nl: 'kantoor receptie afdeling klantenservice klantendienst noodgeval nood winkel balie contactpersoon verkoop',
  pl: 'biuro biura recepcja sekretariat dzial obsluga alarmowy sklep kontakt kontaktowy sprzedaz',
  cs: 'kancelar recepce sekretariat oddeleni podpora nouze prodejna kontakt kontaktni recepcia kancelaria oddelenie',
  hu: 'iroda recepcio titkarsag osztaly ugyfelszolgalat kapcsolat elerhetoseg bolt',
  ro: 'birou receptie secretariat departament asistenta urgente magazin',
  slavic:
    'офис приемная приёмная отдел служба служби поддержка поддержки справка справочная магазин контакт контактный контакты контакти офіс приймальня відділ відділу підтримка рецепция отдел поддръжка спешни ured recepcija odjel sluzba korisnicka podrska pisarna podpora oddelek trgovina канцеларија рецепција подршка kontakt',
  el: 'γραφειο γραφειου υποδοχη γραμματεια εξυπηρετηση τμημα επικοινωνια επικοινωνιας καταστημα',
  tr: 'ofis buro resepsiyon santral destek servis acil magaza sube iletisim irtibat merkez merkezi danisma isyeri',
  nordic:
    'kontor kontoret reception resepsjon afdeling avdelning avdeling kundeservice kundtjanst kundtjänst support butik kontakt kontaktperson nodtelefon toimisto vastaanotto asiakaspalvelu myymala paivystys skrifstofa afgreidsla thjonusta þjónustuver þjónusta',
  baltic:
    'birojs registratura nodala biuras registratūra skyrius kontaktas kontakti kontor vastuvott klienditeenindus infotelefon kontakttelefon',
  ar: 'مكتب المكتب خدمة الخدمة الدعم الاستقبال الطوارئ طوارئ الفرع فرع المبيعات الاستعلامات الإدارة قسم القسم إدارة مركز',
  he: 'משרד המשרד שירות השירות מוקד המוקד תמיכה חירום סניף מכירות קשר',
  fa: 'دفتر پشتیبانی خدمات پذیرش اضطراری شعبه فروش ارتباط',
  ur: 'سروس ہیلپ ہنگامی استقبالیہ کسٹمر_سروس کسٹمر_کیئر',
  hi: 'सेवा सहायता आपातकालीन रिसेप्शन शाखा केंद्र हेल्पलाइन সেবা সহায়তা জরুরি',
  vi: 'văn_phòng lễ_tân hỗ_trợ chăm_sóc tổng_đài khẩn_cấp cửa_hàng phòng',
  id: 'kantor layanan resepsionis darurat toko cabang bantuan pusat pejabat khidmat kecemasan kedai cawangan kontak kaunter opisina tanggapan',
  cjk: '总机 總機 客服 前台 前臺 服务 服務 办公室 辦公室 公司电话 咨询 諮詢 查询 窓口 受付 会社 本社 自宅 勤務先 事務所 代表 お客様相談室 문의 대표 사무실 고객센터 회사 집 직장 안내 접수처',
};

/** People and companies, and the desks for them: they have numbers of both kinds, so only bare digits behind them are taken for an id. */
export const WHO_WORDS: Words = {
  en: 'customer customers client clients member members membership subscriber patient patients student students user users employee employees staff supplier suppliers vendor vendors debtor creditor company companies lead leads tenant guest driver buyer seller borrower policyholder applicant bookings reservations claims billing delivery deliveries shipping cust custs complaints orders purchases returns repairs refunds appointments cancellations prescriptions renewals quotes payments donations registrations tickets police',
  de: 'kunde kunden kundin mitglied mitglieder mitarbeiter lieferant lieferanten debitor kreditor patient patienten mieter benutzer nutzer bestellungen buchungen reservierungen reservierung tischreservierung lieferung lieferungen versand schadensmeldung reklamationen beschwerden retouren rucksendungen anfragen auftrage schadensmeldungen stornierungen angebote kartenbestellungen zahlungen',
  fr: 'client clients cliente membre membres adherent abonne fournisseur fournisseurs patient salarie employe utilisateur locataire commandes reservations livraison livraisons reclamations retours sinistres plaintes achats billets inscriptions paiements expeditions',
  es: 'cliente clientes socio socios miembro proveedor proveedores paciente empleado usuario alumno inquilino reservas pedidos entregas envios reclamaciones reclamos quejas compras devoluciones siniestros incidencias inscripciones citas cotizaciones presupuestos boletos pagos tramites',
  pt: 'membro socios associado fornecedor fornecedores paciente funcionario usuario utilizador aluno encomendas reclamacoes devolucoes sinistros inscricoes orcamentos ocorrencias marcacoes pagamentos faturamento',
  it: 'clienti soci membro fornitore fornitori paziente dipendente utente prenotazioni ordini reclami sinistri iscrizioni preventivi biglietti pagamenti segnalazioni acquisti spedizioni consegne',
  nl: 'klant klanten lid leden leverancier leveranciers medewerker patient gebruiker debiteur crediteur reserveringen bestellingen klachten retouren offertes schades meldingen storingen betalingen leveringen',
  pl: 'klient klienta klienci czlonek czlonka dostawca dostawcy pacjent pacjenta pracownik pracownika uzytkownik uzytkownika abonent abonenta kontrahent kontrahenta najemca rezerwacje zamowienia reklamacje zwroty szkody zgloszenia zapytania zakupy skargi bilety platnosci dostawy',
  cs: 'zakaznik zakaznika zakaznicke zakaznicky klient klienta clen clena clenske dodavatel dodavatele pacient zamestnanec zamestnance uzivatel odberatel odberatele clenstva zamestnanca pouzivatel rezervace objednavky reklamace reklamacie stiznosti staznosti vratky zapisy vstupenky listky dodavky',
  hu: 'ugyfel ugyfelszam vevo vevoszam tag tagsag beszallito szallito beteg dolgozo felhasznalo elofizeto panaszkezeles panaszok rendelesek foglalasok karbejelentes hibabejelentes jegyek megrendelesek reklamaciok rendelesfelvetel',
  ro: 'clientul clientului client membru membrului furnizor furnizorul pacient angajat utilizator abonat rezervari comenzi reclamatii plangeri sesizari daune retururi bilete oferte livrari plati',
  hr: 'kupac kupca klijent klijenta clan clana dobavljac dobavljaca pacijent zaposlenik korisnik korisnika stranka stranke narocnik kupec uporabnik pacient pretplatnik narudzbe reklamacije prigovori zalbe povrati rezervacije narocila prituzbe pritozbe narudzbine porudzbine dostava isporuke',
  cyrillic:
    'клиент клиента клиенту клиентский покупатель покупателя абонент абонента поставщик поставщика сотрудник сотрудника член члена пациент пользователь контрагент контрагента заказчик заказчика арендатор клієнт клієнта покупець споживач споживача працівник постачальник користувач замовник доставчик служител потребител купац купца клијент клијента корисник корисника добављач члан жалобы претензии рекламации заказы возвраты бронирования показания показаний показників скарги рекламації претензії бронювання жалби поръчки резервации доставка доставки жалбе рекламације поруџбине резервације наруџбине',
  el: 'πελατης πελατη πελατων πελατες μελος μελους προμηθευτης προμηθευτη υπαλληλος χρηστης ασθενης συνδρομητης συνδρομητη παραγγελιες παραπονα κρατησεις επιστροφες αποστολες πωλησεις',
  tr: 'musteri musterisi musteriler uye uyesi uyelik tedarikci calisan hasta kullanici abone personel bayi siparisler sikayetler iadeler rezervasyonlar satislar hasarlar',
  nordic:
    'kunde kunden kunder medlem medlemmer leverandor patient pasient ansat ansatt bruger bruker kund kunden kunder medlemmar leverantor anstalld anvandare asiakas asiakkaan jasen jasenen toimittaja potilas tyontekija kayttaja vidskiptavinur vidskiptamadur vidskiptamanns vidskiptavinar felagi felaga felagsnumer birgir starfsmadur notandi sjuklingur klager klagomal reklamationer reklamasjoner bestillinger bestallningar ordrer ordrar reservationer reservasjoner bokningar bookinger returer leveringer leveranser skador tilaukset reklamaatiot varaukset valitukset palautukset toimitukset kvartanir pantanir bokanir',
  baltic:
    'klientas kliento klientu pirkejas pirkejo narys nario tiekejas tiekejo pacientas darbuotojas vartotojas abonentas abonento klients klienta biedrs biedra piegadatajs pacients darbinieks lietotajs abonents abonenta klient kliendi liige liikme tarnija patsient tootaja kasutaja ostja pirceja pircejs kaebused tellimused broneeringud tagastused sudzibas pasutijumi rezervacijas skundai uzsakymai rezervacijos grazinimai',
  ar: 'العميل عميل العملاء الزبون زبون العضو عضو المورد مورد الموظف موظف المريض مريض الطالب المستخدم المشترك مشترك الشكاوى الطلبات الحجوزات المرتجعات البلاغات الشكاوي',
  he: 'לקוח הלקוח לקוחות חבר ספק עובד מטופל משתמש מנוי הזמנות משלוחים תלונות החזרות',
  fa: 'مشتری مشتریان عضو تأمین‌کننده کارمند بیمار دانشجو کاربر مشترک شکایات سفارشات سفارش‌ها مرجوعی',
  ur: 'صارف گاہک کسٹمر رکن ممبر ملازم مریض کلائنٹ',
  hi: 'ग्राहक सदस्य सदस्यता आपूर्तिकर्ता कर्मचारी रोगी मरीज़ उपयोगकर्ता उपभोक्ता कस्टमर গ্রাহক সদস্য কর্মচারী রোগী शिकायतें',
  vi: 'khách_hàng khách thành_viên hội_viên nhà_cung_cấp nhân_viên bệnh_nhân người_dùng thuê_bao khiếu_nại',
  id: 'pelanggan anggota keanggotaan pemasok karyawan pasien pengguna nasabah konsumen ahli keahlian pembekal pekerja pesakit kustomer miyembro pegawai pesanan_antar pengaduan aduan keluhan',
  cjk: '客户 客戶 顾客 顧客 会员 會員 员工 員工 供应商 供應商 病人 お客様 ご予約 ご注文 会員 取引先 患者 社員 고객 회원 거래처 직원 환자 사용자 예약 주문 문의번호',
};
