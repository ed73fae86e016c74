namespace TenantTokens.Simulation.Checks;

/// <summary>The list of what always holds.</summary>
internal static class AllChecks
{
    public static IReadOnlyList<ICheck> List { get; } =
    [
        new OursAlone(),
        new TerminalPhaseIsTrue(),
        new AdoptedWithAQuestion(),
        new EveryStateHasAnExit(),
        new NobodyIsDarkenedByOurOrder(),
        new NobodyStaysDarkUnnamed(),
        new CountsAddUp(),
        new NoTokenInAnySink(),
        new EveryCommandIsGoneOrNamed(),
        new OneAgentsWaitForActiveGates(),
        new FinishIsApproved(),
        new CancelIsApproved(),
        new TheVaultComesFirst(),
        new CallsTakeEffectOnce(),
        new NoHostIsLeftStopped(),
        new TheRequesterNeverApproves(),
        new EverythingIsAudited(),
        new NoOrchestrationFails(),
        new RotatedHostsHaveIt(),
        new RotatedHostsAreConnected(),
        new FinishOfOthers(),
        new StartIsNotRepeated(),
        new NothingStartsOverBudget(),
        new CommandsAreBound(),
        new LateCommandsDoNoHarm(),
        new StatusIsTrue(),
        new GetsDecideNothing(),
        new WebAnswersAreMeant(),
        new TheClaimIsHeld(),
        new TargetsMoveByTheTable(),
    ];
}
