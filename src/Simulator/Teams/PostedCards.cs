namespace TenantTokens.Simulator.Teams;

/// <summary>The cards in the Teams channel, oldest first.</summary>
internal sealed class PostedCards
{
    private readonly Lock _sync = new();
    private readonly List<NotificationSnapshot> _cards = [];

    public void Add(NotificationSnapshot card)
    {
        lock (_sync)
        {
            _cards.Add(card);
        }
    }

    public IReadOnlyList<NotificationSnapshot> All()
    {
        lock (_sync)
        {
            return [.. _cards];
        }
    }
}
