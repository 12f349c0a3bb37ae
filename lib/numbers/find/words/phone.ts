// Words that announce a telephone number: things one calls, ways of calling, verbs of calling. How they are written: words.ts.
import type { Words } from './notation.ts';

export const PHONE_WORDS: Words = {
  en: 'tel tele tph ph phn phone telephone telephonenumber fon mob mobi mobile cell cellphone cellular landline line hotline helpline tollfree toll_free call caller caller_id calling callback dial ring text_us text_me text sms mms message_us whatsapp whats_app whatsap wa viber signal telegram imessage facetime fax telefax efax voicemail pager switchboard clip cli msisdn contact_number contact_no contact_nr no_answer unanswered not_answering main_number main_no',
  de: 'handy festnetz durchwahl rufnummer rufnr notruf anrufen anruf anrufer ruckruf ruf rufen mobil mobilfunk mobilnr mobiltelefon mobilnummer fernsprecher telefon telnr tel.nr zentralruf faxnummer erreichbar erreichen erreichst erreicht telefonisch hauptnummer zentralnummer sammelnummer',
  fr: 'portable fixe gsm appel appeler appelez rappeler rappelez joindre joignable standard ligne numero_vert numero_azur telecopie telecopieur contactez contacter repond repondu repondent port_perso',
  es: 'numero_gratuito tfno tfn telf movil fijo llame llama llamar llamada llamenos llamanos llamando telemovil celular cel contactar contacteme contactarme contactarnos contactenos comuniquese comunicarse conmutador whatsapp =contesta =contestan =contesto =contestaron atiende atienden',
  pt: 'telem telemovel fone zap ligue ligar ligacao contacto contactar contate contatar contato celulares telemoveis retornar ligação_para fixo fixos tlm tlml telf atende atendem atendeu atender atenderam',
  it: 'cellulare cell chiama chiamare chiamaci chiamateci chiamami chiamata recapito recapiti numeroverde numero_verde richiamare contattare contattaci contattateci contattami telefonare telefonate telefonata risponde rispondono =risposto fisso',
  nl: 'telefoon telefoonnummer telnr mobiel mobielnummer vast bel bellen belt bereikbaar doorkiesnummer terugbellen gsm hoofdnummer opgenomen',
  pl: 'telefon telefonu telefony telefonie telefonicznie komorka komorkowy kom stacjonarny zadzwon zadzwonic dzwon dzwonic infolinia oddzwonic faks odbiera odbieraja odebral',
  cs: 'mobilni pevna linka zavolejte zavolat volejte volat volam pevny nezveda zveda nebere dovolat',
  sk: 'mobil volajte zavolajte volat pevna_linka ',
  hu: 'telefonszam mobilszam vezetekes hivja hivas hivjon hivhat mobil telefonon telefonos tel_sz telsz elerhetoseg ugyfelvonal felveszi veszi_fel kozponti_szam',
  ro: 'fix sunati sunat apelati apeleaza suna contactati telefonul telefonic mobilul raspunde raspund',
  bg: 'тлф моб мобилен гсм обадете обади позвънете стационарен факс телефонен отговаря вдига',
  ru: 'телефон тел моб мобильный сотовый сот звоните звонить звонок позвоните позвонить перезвоните перезвонить набирайте факс вайбер ватсап вотсап городской_тел дозвониться отвечает отвечают дозвонились дозвонился дозвонилась мобилка',
  uk: 'мобільний дзвоніть дзвонити подзвоніть зателефонуйте телефонуйте передзвоніть стаціонарний телефонувати відповідає відповідають додзвонитися додзвонились мобілка',
  sr: 'позовите мобилни фиксни позвати јавите јавити',
  hr: 'mobitel fiksni nazovite nazvati zovite pozovite pozvati stacionarni telefaks javlja odgovara',
  sl: 'poklicite pokliči klicite klic prenosni gsm telefonska',
  mk: 'телефонски јавете_се',
  sq: 'celular telefononi telefonit',
  el: 'τηλεφωνο τηλεφωνα τηλεφωνου τηλ κινητο κινητου κιν σταθερο σταθερου φαξ καλεστε καλεσε τηλεφωνησ τηλεομοιοτυπ απαντα απαντουν σηκωνει',
  tr: 'ceptel cep cep_tel gsm telefon telefonu arayin arayiniz arayarak aramak sabit_hat sabit faks hatti hattan hattindan hattimiz cagri_merkezi belgegecer cevap_vermiyor ulasilamiyor ulasin',
  az: 'zeng zəng mobil',
  da: 'telefonnummer telefonnumre telefonnummeret tlf tlfn tlfnr tlf_nr telefaks mobiltlf fastnet fastnettelefon ring ringe ringes opkald mobilnummeret mobilnr hovednummer hovednr hovednummeret',
  no: 'telefonnr telefonnumret fasttelefon fasttlf sentralbord ring mobiltelefon hovednummer sentralnummer',
  sv: 'ringa tfn tel_nr telnr mobilnr mobilnummer vaxel vaxeln hemtelefon riktnummer huvudnummer svarar svarade',
  fi: 'puhelin puhelimen puhelinnumero puh matkapuhelin matkapuh matkapuhelinnumero gsm kannykka soita soittaa vaihde lankapuhelin tekstiviesti faksi kotipuh tyopuh paanumero vastaa',
  is: 'simi sima simanr sími símanúmer simanumer simar farsimi farsima heimasimi vinnusimi gemsi hringdu hringja hringið bréfsími brefasimi gsm adalnumer svarar',
  et: 'telefoninumber mobiil mobiiltelefon mobiilinumber mob lauatelefon helista helistage helistada tel faks mobiilne',
  lv: 'telefons talrunis talruna talruni talr mobilais mob zvaniet zvanit piezvaniet fakss',
  lt: 'telefonas telefono telefonu tel mobilus mobilusis mob skambinkite skambinti skambinti paskambinkite faksas',
  ar: 'هاتف الهاتف هاتفي جوال الجوال موبايل الموبايل تلفون تليفون التليفون فاكس الفاكس واتساب واتس محمول المحمول اتصل اتصال الاتصال للاتصال بالاتصال اتصلوا الاتصالات خلوي نقال النقال بورتابل للتواصل التواصل تواصل',
  he: 'טלפון הטלפון בטלפון נייד הנייד בנייד טל פקס סלולרי סלולארי התקשר התקשרו להתקשר חייג חייגו לחייג וואטסאפ פלאפון פלא טלפ',
  fa: 'تلفن موبایل همراه تماس دورنگار فاکس زنگ فکس نمابر',
  ur: 'فون موبائل فیکس رابطہ رابطے کال طلبگار واٹس',
  hi: 'फोन फ़ोन मोबाइल मोबाईल दूरभाष संपर्क सम्पर्क कॉल टेलीफोन टेलीफ़ोन व्हाट्सएप फैक्स फ़ैक्स मो',
  bn: 'ফোন মোবাইল টেলিফোন মুঠোফোন কল ফ্যাক্স যোগাযোগ',
  ne: 'फोन मोबाइल सम्पर्क कल',
  ta: 'தொலைபேசி கைபேசி அலைபேசி மொபைல் அழைக்க அழைக்கவும் அழையுங்கள் அழைக்கலாம் தொடர்பு தொடர்புகொள்ளவும்',
  te: 'ఫోన్ మొబైల్ టెలిఫోన్ కాల్ సంప్రదించండి',
  kn: 'ಫೋನ್ ದೂರವಾಣಿ ಮೊಬೈಲ್ ಕಾಲ್ ಸಂಪರ್ಕಿಸಿ',
  ml: 'ഫോൺ മൊബൈൽ വിളിക്കുക വിളിക്കൂ ബന്ധപ്പെടുക',
  gu: 'ફોન મોબાઇલ કૉલ સંપર્ક',
  mr: 'फोन भ्रमणध्वनी दूरध्वनी',
  pa: 'ਫੋਨ ਫ਼ੋਨ ਮੋਬਾਈਲ ਕਾਲ ਸੰਪਰਕ',
  si: 'දුරකථන දුරකථනය ජංගම අමතන්න',
  vi: 'điện_thoại di_động dđ đt đtdđ sđt sdt hotline số_máy gọi gọi_ngay liên_hệ máy_bàn',
  id: 'telp tlp telpon telepon telephon ponsel hp nohp no_hp notelp no_telp hubungi handphone whatsapp kontak_telp seluler telepon_balik telpon_balik hubungi_balik menelepon menelpon dihubungi',
  ms: 'telefon telefonbimbit bimbit hubungi tel no_tel',
  tl: 'telepono selpon cellphone tawagan tumawag',
  sw: 'simu piga',
  af: 'foon selfoon',
  ka: 'ტელ ტელეფონი მობ მობილური',
  hy: 'հեռ հեռախոս բջջ',
  kk: 'ұялы телефон телефоны',
  mn: 'утас',
  am: 'ስልክ',
  km: 'ទូរស័ព្ទ',
  my: 'ဖုန်း',
  cy: 'ffon',
  ca: 'truqueu trucar telefon',
};

/** Parts that announce a telephone number wherever they stand in a word, in scripts without spaces above all. */
export const PHONE_PARTS =
  'telef telep phone hotline tollfree mobilt mobilf handynu rufnum rufnr telno faxn mobiln mobilsz mobilnr puhelin puhelim farsim simanum gsmn gsmsz infolin infoline helpline ' +
  'هاتف جوال موبايل تلفون تليفون فاكس واتساب محمول اتصل الاتصال تلفن موبایل تماس دورنگار فیکس ' +
  'טלפון סלולרי התקשר ' +
  'फोन फ़ोन मोबाइल दूरभाष संपर्क ফোন মোবাইল டெலிபோன் தொலைபேசி கைபேசி ఫోన్ ' +
  '(?<!ค่า)โทร มือถือ เบอร์ แฟกซ์ ติดต่อ สายด่วน ទូរស័ព្ទ ဖုန်း ໂທ ' +
  '電話 电话 手机 手機 座机 座機 固话 固話 市話 市话 家用电话 热线 熱線 专线 專線 传真 傳真 联系方式 聯絡 联络 联系 聯繫 致电 致電 拨打 撥打 来电 來電 行動 携帯 携带 ケータイ ファックス ファクス fax 連絡先 フリーダイヤル ' +
  '전화 휴대폰 휴대전화 핸드폰 연락처 연락 팩스 콜센터 ☎ ☏ ✆ 📞 📱 📲 🕿 🕾 📠';
