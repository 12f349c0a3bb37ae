/** Whether an offer could be answered, tried before anybody is rung for it. Opens no microphone and sends nothing. */

/** Why the offer cannot be answered; undefined when it can. */
export async function whyUnacceptable(sdp: string): Promise<string | undefined> {
  const pc = new RTCPeerConnection({ iceServers: [] });
  try {
    await pc.setRemoteDescription({ type: 'offer', sdp });
    const answer = await pc.createAnswer();
    const audio = /^m=audio (\d+)/m.exec(answer.sdp ?? '')?.[1];
    if (audio === undefined) return 'the offer has no audio';
    return audio === '0' ? 'the offer has no sound format in common' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    pc.close();
  }
}
