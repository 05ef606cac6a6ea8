// Reads a receipt's square with the device's camera. Where its browser can look for squares by
// itself, the first receipt is taken; everywhere the picture of one moment can be sent, which is
// read on the server as a chosen one is. The file control and the text field do without a camera.
'use strict';
(() => {
  const box = document.getElementById('may-anh');
  if (!box || !navigator.mediaDevices) return;
  const [button, shoot] = box.querySelectorAll('button');
  const [no, other] = box.querySelectorAll('[role=status]');
  const video = box.querySelector('video');
  const [file, text] = ['files', 'text'].map((id) => document.getElementById(id));
  let [stream, opening] = [null, false];
  const end = () => {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = shoot.hidden = true;
  };
  const finder = async () => {
    if (!('BarcodeDetector' in window)) return null;
    const known = await BarcodeDetector.getSupportedFormats().catch(() => []);
    return known.includes('qr_code') ? new BarcodeDetector({ formats: ['qr_code'] }) : null;
  };
  const look = async (detector) => {
    if (!stream) return;
    const found = await detector.detect(video).catch(() => []);
    if (!stream) return;
    const ours = found.find((one) => one.rawValue.startsWith('DANTIN1:'));
    if (!ours) {
      if (found.length > 0) other.hidden = false;
      requestAnimationFrame(() => look(detector));
      return;
    }
    end();
    text.value = ours.rawValue;
    text.form.requestSubmit();
  };
  box.hidden = false;
  addEventListener('pagehide', end);
  button.onclick = async () => {
    if (stream) return end();
    // Asked twice while the browser asks its user: a second camera would never be closed.
    if (opening) return;
    opening = true;
    no.hidden = other.hidden = true;
    try {
      const wanted = { facingMode: 'environment', width: { ideal: 1920 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      shoot.hidden = false;
    } catch {
      end();
      no.hidden = false;
      return;
    } finally { opening = false; }
    const detector = await finder().catch(() => null);
    if (detector) look(detector);
  };
  shoot.onclick = () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    canvas.getContext('2d').drawImage(video, 0, 0);
    canvas.toBlob((blob) => {
      if (!blob) return;
      const picture = new DataTransfer();
      picture.items.add(new File([blob], 'may-anh.jpg', { type: 'image/jpeg' }));
      end();
      file.files = picture.files;
      file.form.requestSubmit();
    }, 'image/jpeg', 0.92);
  };
})();
