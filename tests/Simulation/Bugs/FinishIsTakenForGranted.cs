namespace TenantTokens.Simulation.Bugs;

internal sealed class FinishIsTakenForGranted()
    : PlantedBug(
        "finish-is-taken-for-granted",
        "false-outcome",
        "Whatever finish is answered, and whatever is in force then, the rotation is Completed")
{
    public override HttpMessageHandler Plant(HttpMessageHandler wire)
        => new Lone400IsOurFinish().Plant(new ConnectionInfoNotReadAgain().Plant(wire));
}
