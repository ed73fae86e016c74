using TenantTokens.Approvals;
using TenantTokens.Durable;

namespace TenantTokens.Notifications;

/// <summary>What people are told. Plain text: a channel must not read markup into it.</summary>
public sealed record Notification
{
    /// <summary>The moment.</summary>
    public required NotificationKind Kind { get; init; }

    /// <summary>The rotation.</summary>
    public required string RotationId { get; init; }

    /// <summary>The Dynatrace environment.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    /// <summary>What it means and what to do; paragraphs are separated by a line feed.</summary>
    public required string Text { get; init; }

    /// <summary>The facts, the most important first.</summary>
    public IReadOnlyList<NotificationFact> Facts { get; init; } = [];

    /// <summary>The targets it is about, one line each, as many as there are: a channel that has not the room says how many more.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>The gate that it is about; null when it is about none.</summary>
    public GateRecord? Gate { get; init; }

    /// <summary>
    /// The gate's page, without anything that votes: fit for a channel that everybody reads. Null when pages have no public address.
    /// </summary>
    public Uri? Page { get; init; }

    /// <summary>
    /// Who is told by name, over channels that reach one person at a time; those of them who may decide the gate get a link of their own.
    /// </summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>
    /// Which one of its kind it is, for the same gate: 2 for the second reminder. Two with the same number are one message sent twice.
    /// </summary>
    public int Number { get; init; } = 1;

    /// <summary>The same without a secret in any of its words (docs/invariants.md#i8).</summary>
    public Notification Scrubbed(ISecretScrubber scrubber) => this with
    {
        Title = scrubber.Scrub(Title),
        Text = scrubber.Scrub(Text),
        Facts = [.. Facts.Select(fact => new NotificationFact(scrubber.Scrub(fact.Title), scrubber.Scrub(fact.Value)))],
        Items = [.. Items.Select(scrubber.Scrub)],
    };
}
