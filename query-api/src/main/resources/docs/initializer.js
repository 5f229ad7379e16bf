// A separate file, because the page's content security policy forbids scripts inside of it.
SwaggerUIBundle({
  url: "/openapi.yaml",
  dom_id: "#contract",
  deepLinking: true,
  // Otherwise Swagger UI sends the contract to a validator on the Internet.
  validatorUrl: null,
});
