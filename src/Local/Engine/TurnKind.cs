namespace TenantTokens.Local.Engine;

/// <summary>What an instance was told in a turn. Stored: numbers never change.</summary>
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
