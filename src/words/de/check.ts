import type { words as english } from '../en/check.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  title: 'Geht das hier?',
  lead: 'Fügen Sie eine Seite ein und sehen Sie vor dem Gespräch, wie eine Sitzung darauf sein wird.',
  label: 'Adresse der Seite, die geprüft werden soll',
  placeholder: 'www.example.com/seite',
  button: 'Nachsehen',
  busy: 'Wird geprüft…',
  start: 'Sitzung darauf beginnen',
  verdicts: {
    works: 'Das geht.',
    notes: 'Das geht, mit Einschränkungen.',
    fails: 'Auf dieser Seite wird keine Sitzung möglich sein.',
  },
  seen: {
    connection: 'an der Verbindung gesehen',
    header: 'in einer Kopfzeile gelesen',
    markup: 'in der Seite gelesen',
    script: 'ein Wort in einem Skript',
    config: 'nach den Einstellungen hier',
  },
  findings: {
    NOT_ALLOWED: 'Diese Adresse darf hier nicht geöffnet werden. Ein Administrator kann sie erlauben.',
    PRIVATE: 'Diese Adresse liegt in einem privaten Netz. Der Betreiber des Gateways kann sie erlauben.',
    UNRESOLVABLE: 'Eine Website dieses Namens gibt es nicht. Prüfen Sie die Schreibweise.',
    UNREACHABLE: 'Die Website antwortet nicht. Versuchen Sie es noch einmal, oder fragen Sie deren Betreiber.',
    CERTIFICATE: 'Das Zertifikat der Website ist nicht gültig. Ihr Betreiber muss es erneuern.',
    TOO_MANY_REDIRECTS: 'Die Website schickt ihre Besucher im Kreis. Vielleicht braucht sie Cookies, die erst ein Besuch bringt.',
    REDIRECT_NOT_ALLOWED:
      'Die Website schickt ihre Besucher zu einer Adresse weiter, die hier nicht geöffnet werden darf. Ein Administrator kann sie erlauben.',
    BOT_WALL:
      'Die Website verlangt den Beweis, dass man kein Roboter ist, und solche Prüfungen halten oft ein Gateway auf. Nehmen Sie die Zeile für die eigenen Seiten der Website, oder bitten Sie die Website, das Gateway einzulassen.',
    SITE_REFUSES:
      'Die Website lässt sich nicht über ein Gateway öffnen. Nehmen Sie die Zeile für die eigenen Seiten der Website, oder bitten Sie die Website, das Gateway einzulassen.',
    SERVER_ERROR: 'Die Website hat selbst einen Fehler (Status {count}). Versuchen Sie es später noch einmal.',
    ERROR_STATUS:
      'Die Seite antwortet mit einem Fehler (Status {count}). Prüfen Sie die Adresse; vielleicht gibt es sie nur für Angemeldete.',
    BROWSER_LOGIN: 'Die Website fragt im Fenster des Browsers nach einem Passwort. Der Kunde kann es eintippen; sonst sieht es niemand.',
    NOT_A_PAGE: 'Das ist eine Datei und keine Seite. Beginnen Sie auf der Seite, von der sie verlinkt ist.',
    LOGIN_NOT_ALLOWED:
      'Die Anmeldung liegt auf einer Adresse, die hier nicht geöffnet werden darf. Ein Administrator sollte sie vor dem Gespräch erlauben.',
    CAPTCHA: 'Die Seite hat einen Test gegen Roboter. Der Kunde muss ihn lösen, und er kommt vielleicht öfter als sonst.',
    PASSKEY: 'Die Website kann nach einem Passkey fragen. Passkeys gehen in einer Sitzung nicht: Der Kunde sollte sich anders anmelden.',
    BROWSER_SIGN_IN:
      'Die Website kann den Browser bitten, den Kunden anzumelden. Das geht in einer Sitzung nicht: ein anderer Weg vielleicht schon.',
    PROTECTED_MEDIA: 'Die Seite spielt geschütztes Video. Berater sehen es nicht, und beim Kunden läuft es vielleicht nicht.',
    REDIRECTED: 'Die Website schickt ihre Besucher zu einer anderen Website weiter, die hier geöffnet werden darf.',
    PLAIN_HTTP:
      'Der Weg zwischen Gateway und Website ist nicht verschlüsselt, weil die Website dort kein https hat. Geben Sie nichts Privates ein.',
    MIXED_CONTENT: 'Die Seite lädt Teile von sich unverschlüsselt. Browser lassen manche davon weg, hier wie anderswo.',
    FRAMES:
      '{count, plural, one {Die Seite zeigt eine andere Seite in einem Rahmen; auch sie wird geteilt.} other {Die Seite zeigt # andere Seiten in Rahmen; auch sie werden geteilt.}}',
    LOGIN_ELSEWHERE: 'Die Anmeldung liegt auf einer anderen Website. Sie darf hier geöffnet werden, die Sitzung bleibt also beim Kunden.',
    LARGE: 'Die Seite ist groß ({count} KB Text). Ihr erstes Bild braucht einen Moment.',
    MADE_BY_SCRIPTS:
      'Die Seite wird von Skripten gebaut. Wer sie nicht ausführt, sieht wenig davon: Probieren Sie sie einmal in einer Sitzung aus.',
    LOOK_CUT: 'Nicht alles wurde gelesen: Die Prüfung hat Grenzen in Zeit und Menge.',
    IN_PLACE:
      'Diese Website hat Samepage eingebaut: Kunden bekommen Hilfe auf der Seite, auf der sie gerade sind. Lassen Sie sie dort um Hilfe bitten.',
    REACHABLE: 'Die Seite antwortet (Status {count}).',
    LOGIN_HERE: 'Auf dieser Seite meldet man sich an. Passwörter bleiben Beratern verborgen.',
    FRAME_RULES: 'Die Website verbietet, in Rahmen gezeigt zu werden. Das stört nicht: Der Kunde hat sie in einem ganzen Tab.',
    FRAME_BUSTING: 'Die Website verlässt Rahmen, in denen sie sich findet. Das stört nicht: Der Kunde hat sie in einem ganzen Tab.',
    SERVICE_WORKER: 'Die Website arbeitet im Hintergrund (Service Worker). Das geht durch das Gateway.',
    WEBSOCKET: 'Die Website hält eine Verbindung offen (WebSocket). Das geht durch das Gateway.',
  },
  rules: 'Was Ihre Regeln dort finden',
  rulesNone: 'Ihre Regeln finden nichts in der Seite, wie sie kommt. Was Skripte später hinzufügen, verbergen sie trotzdem.',
  rule: '{count, plural, one {# Stelle} other {# Stellen}}',
  kinds: {
    hidden: 'vor Beratern verborgen',
    blocked: 'nur der Kunde darf drücken',
    shown: 'mit Absicht gezeigt',
    allowed: 'mit Absicht erlaubt',
  },
  blockNames: 'Kaufen, Unterschreiben, Zustimmen',
  read: '{documents, plural, one {# Seite} other {# Seiten}} und {scripts, plural, one {# Skript} other {# Skripte}} gelesen, {kilobytes} KB, ohne sie auszuführen.',
  limits: 'Was so eine Prüfung nicht wissen kann',
  limitList: {
    login: 'Was hinter einer Anmeldung liegt: Niemand war angemeldet.',
    scripts: 'Was Skripte tun: Ein Wort in einem Skript sagt, worum es bitten kann, nicht, dass es das tut.',
    visitor: 'Ob die Website diesen Kunden anders behandelt, nach Land, Gerät oder Vorgeschichte.',
  },
};
