// Reads a receipt's square with the device's camera, where its browser can. The file control and
// the text field do without; a picture is then read on the server.
'use strict';
(() => {
  const box = document.getElementById('may-anh');
  if (!box || !('BarcodeDetector' in window) || !navigator.mediaDevices) return;
  const [button, no, video] = ['button', '[role=status]', 'video'].map((css) => box.querySelector(css));
  const text = document.getElementById('text');
  let stream = null;
  const end = () => {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
  };
  const look = async (detector) => {
    if (!stream) return;
    const found = await detector.detect(video).catch(() => []);
    const ours = found.find((one) => one.rawValue.startsWith('DANTIN1:'));
    if (!ours) return requestAnimationFrame(() => look(detector));
    end();
    text.value = ours.rawValue;
    text.form.requestSubmit();
  };
  box.hidden = false;
  addEventListener('pagehide', end);
  button.onclick = async () => {
    if (stream) return end();
    try {
      const detector = new BarcodeDetector({ formats: ['qr_code'] });
      const wanted = { facingMode: 'environment', width: { ideal: 1920 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      look(detector);
    } catch {
      end();
      no.hidden = false;
    }
  };
})();
