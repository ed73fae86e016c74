namespace TenantTokens.Simulation.Bugs;

/// <summary>The list of bugs that can be planted: at least one for each check.</summary>
internal static class AllBugs
{
    public static IReadOnlyList<PlantedBug> List { get; } =
    [
        new NoLookBeforeFinish(),
        new NoLookBeforeCancel(),
        new Lone400IsOurFinish(),
        new ActiveGatesRestoredFirst(),
        new LostStartNotAdopted(),
        new ConnectionInfoNotReadAgain(),
        new FinishIsTakenForGranted(),
        new ForeignRotationTakenOver(),
        new ResumeLeadsNowhere(),
        new TokenInTheLedger(),
        new DeletesAreForgotten(),
        new ActiveGatesAreNotAwaited(),
        new OldVersionDisabledAtFinish(),
        new LostStartIsUndone(),
        new NoGuardOnHosts(),
        new RequesterMayVote(),
        new FinishIsNotAudited(),
        new SweepFails(),
        new FailedCountsAsRotated(),
        new FailedCountsAsRestored(),
        new ConnectionIsNotAsked(),
        new ExpiredIsNoFailure(),
        new CommandsNeverExpire(),
        new DirectionsShareAGeneration(),
        new LateCommandsAreTaken(),
        new StatusForgetsFailures(),
        new StatusLosesTargets(),
        new NobodyLooksAfterFinish(),
        new LinksDecideWhenOpened(),
        new OddBodiesThrow(),
        new ClaimsOfOthersAreNotSeen(),
    ];

    /// <summary>A seed at which each is caught, and at which its check says nothing without it.</summary>
    public static IReadOnlyDictionary<string, int> Seeds { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["activegates-are-not-awaited"] = 1,
        ["activegates-restored-first"] = 36,
        ["claims-of-others-are-not-seen"] = 15,
        ["commands-never-expire"] = 1,
        ["connection-info-not-read-again"] = 6,
        ["connection-is-not-asked"] = 804,
        ["deletes-are-forgotten"] = 1,
        ["directions-share-a-generation"] = 6,
        ["expired-is-no-failure"] = 427,
        ["failed-counts-as-restored"] = 12,
        ["failed-counts-as-rotated"] = 145,
        ["finish-is-not-audited"] = 2,
        ["finish-is-taken-for-granted"] = 1,
        ["foreign-rotation-taken-over"] = 53,
        ["late-commands-are-taken"] = 41,
        ["links-decide-when-opened"] = 8,
        ["lone-400-is-our-finish"] = 1468,
        ["lost-start-is-undone"] = 662,
        ["lost-start-not-adopted"] = 662,
        ["no-guard-on-hosts"] = 431,
        ["no-look-before-cancel"] = 58,
        ["no-look-before-finish"] = 12,
        ["nobody-looks-after-finish"] = 72,
        ["odd-bodies-throw"] = 116,
        ["old-version-disabled-at-finish"] = 1,
        ["requester-may-vote"] = 123,
        ["resume-leads-nowhere"] = 1,
        ["status-forgets-failures"] = 1,
        ["status-loses-targets"] = 1,
        ["sweep-fails"] = 2,
        ["token-in-the-ledger"] = 1,
    };

    /// <summary>Each of those whose seed is known, or every second, third ….</summary>
    public static IEnumerable<PlantedBug> Every(int nth)
        => List.Where(static bug => Seeds.ContainsKey(bug.Name)).Where((_, index) => index % nth == 0);

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static PlantedBug Find(string name)
        => List.FirstOrDefault(bug => bug.Name == name) ?? throw new ArgumentException($"There is no bug '{name}'; --bugs lists them.");
}
