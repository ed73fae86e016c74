using TenantTokens.Approvals;
using TenantTokens.Durable;

namespace TenantTokens.Notifications;

/// <summary>A message to people. Plain text: a channel must encode it.</summary>
public sealed record Notification
{
    public required NotificationKind Kind { get; init; }

    /// <summary>The rotation's id.</summary>
    public required string RotationId { get; init; }

    /// <summary>The Dynatrace environment's id.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>The title, on one line.</summary>
    public required string Title { get; init; }

    /// <summary>What happened and what to do; paragraphs are separated by a line feed.</summary>
    public required string Text { get; init; }

    /// <summary>Facts beside the text, the most important first.</summary>
    public IReadOnlyList<NotificationFact> Facts { get; init; } = [];

    /// <summary>
    /// The targets that it is about, one line each, without a limit. A channel that lacks room says how many more there are.
    /// </summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>The gate that it is about; null when there is none.</summary>
    public GateRecord? Gate { get; init; }

    /// <summary>
    /// The gate's page, without anything that votes, so that it may go to a shared channel. Null when pages have no public address.
    /// </summary>
    public Uri? Page { get; init; }

    /// <summary>
    /// The people to reach by name, through channels that address one person at a time. Those who may decide the gate get a personal link.
    /// </summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>
    /// Its number among the messages of its kind for the same gate: 2 for the second reminder. Two with the same number are the same
    /// message sent twice.
    /// </summary>
    public int Number { get; init; } = 1;

    /// <summary>Returns a copy without secrets in any text (docs/invariants.md#i8).</summary>
    public Notification Scrubbed(ISecretScrubber scrubber) => this with
    {
        Title = scrubber.Scrub(Title),
        Text = scrubber.Scrub(Text),
        Facts = [.. Facts.Select(fact => new NotificationFact(scrubber.Scrub(fact.Title), scrubber.Scrub(fact.Value)))],
        Items = [.. Items.Select(scrubber.Scrub)],
    };
}
