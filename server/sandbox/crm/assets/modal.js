document.querySelector('#modal').showModal();
