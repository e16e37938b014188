/** Deutsch: see en/errors.ts. */
import type { words as english } from '../en/errors.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  BAD_URL: {
    what: '„{url}“ kann nicht geöffnet werden: Das ist keine Webadresse.',
    next: 'Fügen Sie eine Adresse ein, die mit http:// oder https:// beginnt.',
  },
  BAD_REQUEST: { what: 'Dies konnte nicht gelesen werden: {reason}.', next: 'Überprüfen Sie Ihre Eingabe.' },
  UNAUTHORIZED: { what: 'Sie sind nicht angemeldet.', next: 'Melden Sie sich erneut an.' },
  SIGN_IN_FAILED: {
    what: 'Anmeldung nicht möglich: Anmeldename oder Passwort ist falsch.',
    next: 'Überprüfen Sie beides, oder bitten Sie einen Administrator um einen neuen Link.',
  },
  PROVIDER_REFUSED: {
    what: 'Anmeldung über das Firmenkonto nicht möglich.',
    next: 'Versuchen Sie es erneut, oder wenden Sie sich an einen Administrator.',
  },
  PASSWORD_WEAK: {
    what: 'Dieses Passwort kann nicht verwendet werden.',
    next: 'Wählen Sie mindestens 12 und höchstens 200 Zeichen, und nicht Ihren Namen: zum Beispiel einen Satz.',
  },
  WELCOME_INVALID: {
    what: 'Dieser Link zum Wählen eines Passworts ist nicht gültig.',
    next: 'Er gilt nur einmal und drei Tage lang; bitten Sie einen Administrator um einen neuen.',
  },
  LOGIN_TAKEN: { what: 'Es gibt bereits einen Benutzer „{login}“.', next: 'Wählen Sie einen anderen Anmeldenamen.' },
  LAST_ADMIN: { what: 'Dies ist der letzte Administrator.', next: 'Machen Sie zuerst jemand anderen zum Administrator.' },
  USER_NOT_FOUND: { what: 'Diesen Benutzer gibt es nicht.', next: 'Sehen Sie in der Liste der Benutzer nach.' },
  KEY_NOT_FOUND: { what: 'Diesen Schlüssel gibt es nicht.', next: 'Sehen Sie in der Liste der Schlüssel nach.' },
  COMPANY_NOT_FOUND: { what: 'Dieses Unternehmen gibt es nicht.', next: 'Überprüfen Sie die Adresse, die Sie erhalten haben.' },
  COMPANY_TAKEN: { what: 'Es gibt bereits ein Unternehmen „{id}“.', next: 'Wählen Sie eine andere Kennung.' },
  FORBIDDEN: { what: 'Sie sind dazu nicht berechtigt.', next: 'Bitten Sie einen Administrator um das Recht.' },
  TARGET_NOT_ALLOWED: {
    what: '{host} darf hier nicht geöffnet werden: {reason}.',
    next: 'Bitten Sie einen Administrator, dies zu erlauben.',
  },
  WRONG_ORIGIN: { what: 'Diese Anfrage kam von einer anderen Website.', next: 'Öffnen Sie die Seite erneut über ihre eigene Adresse.' },
  NOT_FOUND: { what: 'Hier ist nichts.', next: 'Überprüfen Sie die Adresse.' },
  SESSION_NOT_FOUND: { what: 'Diese Sitzung gibt es nicht.', next: 'Bitten Sie Ihren Berater um einen neuen Link.' },
  SESSION_ENDED: { what: 'Diese Sitzung ist beendet.', next: 'Bitten Sie Ihren Berater um einen neuen Link.' },
  LINK_UNKNOWN: { what: 'Dieser Link ist nicht gültig.', next: 'Bitten Sie Ihren Berater um einen neuen Link.' },
  LINK_EXPIRED: { what: 'Dieser Link ist abgelaufen.', next: 'Bitten Sie Ihren Berater um einen neuen Link.' },
  LINK_USED: {
    what: 'Dieser Link wurde bereits in einem anderen Browser verwendet.',
    next: 'Bitten Sie Ihren Berater um einen neuen Link; jeder lässt sich nur in einem Browser öffnen.',
  },
  VISITOR_UNKNOWN: { what: 'Dieser Browser gehört nicht zur Sitzung.', next: 'Öffnen Sie den Link, den Ihr Berater Ihnen geschickt hat.' },
  PIN_INVALID: { what: 'Diese PIN ist nicht gültig.', next: 'Überprüfen Sie die Ziffern, oder erstellen Sie eine neue PIN.' },
  TOO_MANY_TRIES: {
    what: 'Zu viele Versuche.',
    next: '{seconds, plural, one {Warten Sie # Sekunde, und versuchen Sie es erneut.} other {Warten Sie # Sekunden, und versuchen Sie es erneut.}}',
  },
  TOO_MANY_SESSIONS: {
    what: 'Für eine weitere Sitzung ist kein Platz.',
    next: 'Beenden Sie zuerst eine Sitzung, oder bitten Sie einen Administrator, die Grenze anzuheben.',
  },
  BOARD_KIND: {
    what: 'Diese Datei kann nicht gezeigt werden: Sie ist kein Bild oder Video, das jeder Browser zeigt.',
    next: 'Senden Sie PNG, JPEG, WebP, GIF, AVIF, MP4 oder WebM.',
  },
  BOARD_FULL: {
    what: 'Das kann nicht auf die Tafel gelegt werden: Es ist zu groß, oder die Tafel ist voll.',
    next: 'Senden Sie eine kleinere Datei, oder nehmen Sie etwas von der Tafel.',
  },
  BODY_TOO_LARGE: {
    what: 'Dies ist größer als {limit} Byte.',
    next: 'Senden Sie weniger, oder bitten Sie einen Administrator, die Grenze anzuheben.',
  },
  HOST_UNKNOWN: { what: 'Unter diesem Hostnamen wird keine Website bereitgestellt.', next: 'Überprüfen Sie die Adresse.' },
  HEADERS_TOO_LARGE: { what: 'Die Header der Anfrage sind zu groß.', next: 'Löschen Sie die Cookies dieser Website.' },
  TARGET_UNRESOLVABLE: {
    what: '{host} wurde nicht gefunden: Diesen Hostnamen gibt es nicht.',
    next: 'Überprüfen Sie die Schreibweise der Adresse.',
  },
  TARGET_UNREACHABLE: {
    what: '{host} ist nicht erreichbar.',
    next: 'Versuchen Sie es erneut; möglicherweise ist die Website ausgefallen.',
  },
  TARGET_TLS: {
    what: '{host} ist nicht vertrauenswürdig: Das Zertifikat ist ungültig.',
    next: 'Informieren Sie den Betreiber der Website.',
  },
  TARGET_PROTOCOL: {
    what: 'Die Antwort von {host} ist fehlerhaft und nicht zu verstehen.',
    next: 'Informieren Sie den Betreiber der Website.',
  },
  TARGET_BODY_LIMIT: {
    what: 'Die Antwort von {host} ist größer als {limit} Byte.',
    next: 'Bitten Sie einen Administrator, die Grenze anzuheben.',
  },
  TARGET_INTEGRITY: {
    what: 'Eine Datei von {host} wurde abgelehnt: Es ist nicht die, die ihre Seite angibt.',
    next: 'Sie wurde an ihrem Speicherort verändert; informieren Sie den Betreiber der Website.',
  },
  TARGET_TIMEOUT: {
    what: '{host} antwortet nicht.',
    next: 'Versuchen Sie es erneut; möglicherweise ist die Website langsam oder ausgefallen.',
  },
  SITE_DOWN: { what: '{host} ist derzeit nicht verfügbar.', next: 'Versuchen Sie es in einer Minute erneut.' },
  QUOTA: { what: 'Diese Sitzung fordert zu viel auf einmal an.', next: 'Warten Sie einen Moment.' },
  POLICY_BROKEN: {
    what: 'Start nicht möglich: Eine Regel ist fehlerhaft: {reason}.',
    next: 'Ein Administrator muss sie korrigieren; ohne ihre Regeln startet keine Sitzung.',
  },
  POLICY_INVALID: {
    what: 'Die Regeln können nicht gespeichert werden: {reason}.',
    next: 'Korrigieren Sie das Genannte, und speichern Sie erneut.',
  },
  POLICY_STALE: {
    what: 'Jemand anderes hat die Regeln inzwischen gespeichert.',
    next: 'Sehen Sie sich Version {version} an, und nehmen Sie Ihre Änderung dort vor.',
  },
  BRANDING_INVALID: {
    what: 'Das lässt sich nicht speichern: {reason}.',
    next: 'Korrigieren Sie, was genannt ist, und speichern Sie noch einmal.',
  },
  BRANDING_CONTRAST: {
    what: 'Die Farbe {color} ist zu hell: Text darin hat einen Kontrast von {ratio}, nötig sind 4,5.',
    next: 'Nehmen Sie eine dunklere, zum Beispiel {proposal}.',
  },
  BRANDING_STALE: { what: 'Inzwischen hat jemand anderes gespeichert.', next: 'Sehen Sie sich Version {version} an und ändern Sie dort.' },
  LOGO_INVALID: {
    what: 'Dieses Logo geht nicht: {reason}.',
    next: 'Senden Sie ein PNG oder WebP mit höchstens 256 KB und 2000 Pixeln je Seite.',
  },
  NOTICE_CHANGED: {
    what: 'Der rechtliche Hinweis wurde geändert, während diese Seite offen war.',
    next: 'Lesen Sie ihn noch einmal und drücken Sie auf „Starten“.',
  },
  POLICY_VERSION_NOT_FOUND: { what: 'Diese Version der Regeln gibt es nicht.', next: 'Sehen Sie in der Liste der Versionen nach.' },
  LEAK_TEST_HOLDS: {
    what: 'Nicht an {host} weitergegeben: Dies ist ein Lecktest.',
    next: 'Ein Lecktest schickt nichts ab; öffnen Sie eine gewöhnliche Sitzung, um die Website zu benutzen.',
  },
  INTERNAL: {
    what: 'Bei uns ist ein Fehler aufgetreten.',
    next: 'Versuchen Sie es erneut; das Protokoll enthält die Details unter der Kennung {id}.',
  },
  OFFLINE: { what: 'Das Gateway antwortet nicht.', next: 'Überprüfen Sie Ihre Verbindung, und versuchen Sie es erneut.' },
};
