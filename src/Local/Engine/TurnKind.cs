namespace TenantTokens.Local.Engine;

/// <summary>The kind of event in a turn. Stored: the numbers never change.</summary>
internal enum TurnKind
{
    Started = 0,
    ActivityCompleted = 1,
    ActivityFailed = 2,
    TimerFired = 3,
    EventRaised = 4,
    ChildCompleted = 5,
    ChildFailed = 6,
}
