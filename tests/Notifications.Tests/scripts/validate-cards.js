// node validate-cards.js adaptivecards.min.js < cards.json: what the parser of the public library says about each card, one line each; nothing when all is well.
const cards = require(process.argv[2]);
const words = (part) => part.replace(/\s+/g, ' ');
JSON.parse(require('fs').readFileSync(0, 'utf8')).forEach((payload, index) => {
  const context = new cards.SerializationContext(new cards.Version(1, 5));
  const card = new cards.AdaptiveCard();
  card.parse(payload, context);
  for (let at = 0; at < context.eventCount; at++) console.log(`${index}: ${words(context.getEventAt(at).message)}`);
  for (const event of card.validateProperties().validationEvents) console.log(`${index}: ${words(event.message)}`);
});
