namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>The order of the folders of src/Shared: each may use those above it in this list, and none below.</summary>
internal static class FolderOrder
{
    /// <summary>From what everything may use to what uses everything.</summary>
    public static IReadOnlyList<string> Folders { get; } =
    [
        "Surfaces",
        "Failures",
        "Durable",
        "Tokens",
        "Ledger",
        "Ledger/Files",
        "Ledger/AzureTables",
        "Configuration",
        "Configuration/Values",
        "Configuration/Options",
        "Configuration/Reading/Forms",
        "Configuration/Reading",
        "Azure",
        "Dynatrace",
        "Machines",
        "RunCommand",
        "Fleet/Targets",
        "Fleet/Matching",
        "Approvals",
        "Approvals/Links",
        "Notifications",
        "Notifications/Mail",

        // What a rotation is, then its stages.
        "Rotations",
        "Rotations/Orchestration",
        "Rotations/Schedules",
        "Rotations/Claiming",
        "Rotations/InForce",
        "Rotations/Calls",
        "Rotations/Plans",
        "Rotations/Exceptions",
        "Rotations/Proving",
        "Rotations/Sending",
        "Rotations/Waves",
        "Rotations/Planning",
        "Rotations/Watching",
        "Rotations/Reading",
        "Rotations/Words",
        "Rotations/Reporting",
        "Rotations/Messages",
        "Rotations/Deleting",
        "Rotations/Commands",
        "Rotations/Gates",
        "Rotations/Starting",
        "Rotations/Finishing",
        "Rotations/RollingBack",
        "Rotations/Sweeping",
        "Rotations/Procedure",
        "Rotations/Driving",

        "Scheduling",
        "Registration",
        "Web/KeyRing",
        "Web/Identity",
        "Web/Markup",
        "Web/Guards",
        "Web/Deciding",
        "Web/Pages",
        "Web/Endpoints",
        "Web",
    ];

    /// <summary>What breaks the order, a line each with file and line number.</summary>
    public static IReadOnlyList<string> Violations(FolderGraph graph)
        => [
            .. graph.Uses.Where(static use => Place(use.From) <= Place(use.To))
                .Select(static use => use.ToString())
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>
    /// Where a stage of a rotation names another stage's activity. Only orchestrators (*.orchestrator.cs) and what registers the activities
    /// may: everything else shares rules and rows.
    /// </summary>
    public static IReadOnlyList<string> BorrowedActivities(FolderGraph graph) =>
    [
        .. graph.Uses
            .Where(static use => use.From.StartsWith("Rotations/", StringComparison.Ordinal)
                && !use.File.EndsWith(".orchestrator.cs", StringComparison.Ordinal)
                && use.Type.AllInterfaces.Any(static one => one.Name is "IActivity"))
            .Select(static use => use.ToString())
            .Distinct(StringComparer.Ordinal),
    ];

    private static int Place(string folder)
    {
        for (int place = 0; place < Folders.Count; place++)
        {
            if (Folders[place] == folder)
            {
                return place;
            }
        }

        throw new InvalidOperationException(
            $"src/Shared/{folder} has no place in the order of the folders: give it one in {nameof(FolderOrder)}.");
    }
}
