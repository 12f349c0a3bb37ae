/** What differs from one Kamailio to the next. */
export interface KamailioSettings {
  domain: string;
  sipPort: number;
  /** Where browsers reach it; phones are on loopback. */
  host: string;
  wsPort: number;
  rtpenginePort: number;
  passwords: Record<string, string>;
  /** One contact for each user, and no notice of connections that are lost. */
  strict?: boolean;
  tls?: { port: number; key: string; certificate: string };
}

/** A registrar and proxy for phones on UDP and browsers on WebSocket, media through rtpengine, no database. */
export function kamailioConfig(settings: KamailioSettings): string {
  const { domain, sipPort, host, wsPort, rtpenginePort, passwords, tls, strict = false } = settings;
  return `#!KAMAILIO
debug=2
log_stderror=yes
children=2
tcp_children=2
dns=no
rev_dns=no
auto_aliases=no
alias="${domain}"
listen=udp:127.0.0.1:${sipPort}
listen=tcp:${host}:${wsPort}
tcp_accept_no_cl=yes
tcp_connection_lifetime=3604
${tls ? `enable_tls=yes\nlisten=tls:${host}:${tls.port}\n` : ''}
${MODULES.split(' ')
  .map((name) => `loadmodule "${name}.so"`)
  .join('\n')}
${tls ? tlsModule(tls) : ''}
loadmodule "websocket.so"
loadmodule "rtpengine.so"

modparam("usrloc", "db_mode", 0)
# A browser that went away must not be rung: its contact goes with its connection.
modparam("usrloc", "handle_lost_tcp", ${strict ? 0 : 1})
modparam("registrar", "max_contacts", ${strict ? 1 : 0})
modparam("usrloc", "timer_interval", 2)
modparam("nathelper|registrar", "received_avp", "$avp(RECEIVED)")
modparam("htable", "htable", "pw=>size=4;")
modparam("rtpengine", "rtpengine_sock", "udp:127.0.0.1:${rtpenginePort}")

event_route[htable:mod-init] {
${Object.entries(passwords)
  .map(([user, password]) => `  $sht(pw=>${user}) = "${password}";`)
  .join('\n')}
}

event_route[xhttp:request] {
  if ($hdr(Upgrade) =~ "websocket") {
    ws_handle_handshake();
    exit;
  }
  xhttp_reply("404", "Not Found", "text/plain", "WebSocket only");
}
${ROUTES.replaceAll('DOMAIN', domain)}`;
}

const MODULES =
  'kex corex tm tmx sl rr pv maxfwd textops siputils xlog usrloc registrar auth htable nathelper sdpops xhttp';

// Debian's default is TLS 1.0 only, which browsers refuse.
function tlsModule({ key, certificate }: { key: string; certificate: string }): string {
  return `loadmodule "tls.so"
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "private_key", "${key}")
modparam("tls", "certificate", "${certificate}")`;
}

const ROUTES = `
request_route {
  if (!mf_process_maxfwd_header("10")) {
    sl_send_reply("483", "Too Many Hops");
    exit;
  }
  if (is_method("OPTIONS") && uri == myself && $rU == $null) {
    sl_send_reply("200", "OK");
    exit;
  }
  force_rport();
  if (proto == WS || proto == WSS) {
    if (is_method("REGISTER")) fix_nated_register();
    else if (is_present_hf("Contact")) add_contact_alias();
  }
  if (is_method("CANCEL")) {
    if (t_check_trans()) route(RELAY);
    exit;
  }
  if (!is_method("ACK")) {
    if (t_precheck_trans()) {
      t_check_trans();
      exit;
    }
    t_check_trans();
  }
  if (has_totag()) {
    route(IN_DIALOG);
    exit;
  }
  if (is_method("ACK")) exit;
  route(AUTHENTICATE);
  if (is_method("REGISTER")) {
    if (!save("location")) sl_reply_error();
    exit;
  }
  if (is_method("INVITE|SUBSCRIBE|REFER")) record_route();
  # Only our own users are looked up: a REFER to a contact URI goes where it says.
  if (uri == myself) route(LOOKUP);
  else handle_ruri_alias();
  route(RELAY);
}

route[AUTHENTICATE] {
  if ($sht(pw=>$fU) == $null) {
    sl_send_reply("403", "Unknown user");
    exit;
  }
  if (!pv_auth_check("DOMAIN", "$sht(pw=>$fU)", "0", "1")) {
    auth_challenge("DOMAIN", "1");
    exit;
  }
  if (!is_method("REGISTER")) consume_credentials();
}

route[LOOKUP] {
  if ($sht(pw=>$rU) == $null) {
    sl_send_reply("404", "Not Found");
    exit;
  }
  if (!lookup("location")) {
    sl_send_reply("480", "Temporarily Unavailable");
    exit;
  }
}

route[IN_DIALOG] {
  if (!loose_route() && !is_method("ACK")) {
    sl_send_reply("404", "Not Here");
    exit;
  }
  if (is_method("ACK") && !t_check_trans() && !isdsturiset() && uri == myself) exit;
  if (!isdsturiset()) handle_ruri_alias();
  if (is_method("BYE")) rtpengine_delete();
  route(RELAY);
}

route[RELAY] {
  if (is_method("INVITE|UPDATE")) {
    t_on_branch("OFFER");
    t_on_failure("FAILED");
  }
  t_on_reply("ANSWER");
  if (!t_relay()) sl_reply_error();
  exit;
}

# The offer is shaped for where it goes: WebRTC towards browsers, plain RTP towards phones.
branch_route[OFFER] {
  if (!has_body("application/sdp")) return;
  if ($du =~ "transport=ws" || $ru =~ "transport=ws")
    rtpengine_offer("replace-origin ICE=force RTP/SAVPF rtcp-mux-offer generate-mid SDES-off DTLS=passive");
  else
    rtpengine_offer("replace-origin ICE=remove RTP/AVP rtcp-mux-demux SDES-off");
}

onreply_route[ANSWER] {
  if ((proto == WS || proto == WSS) && is_present_hf("Contact")) add_contact_alias();
  if (has_body("application/sdp") && status =~ "(18[0-9])|(2[0-9][0-9])") rtpengine_answer("replace-origin");
}

failure_route[FAILED] {
  if (is_method("INVITE") && !has_totag()) rtpengine_delete();
}
`;
