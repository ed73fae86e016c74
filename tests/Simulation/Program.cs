using TenantTokens.Simulation;

return await SimulationCommand.Create().Parse(args).InvokeAsync();
