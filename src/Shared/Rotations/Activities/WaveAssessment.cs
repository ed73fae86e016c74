namespace TenantTokens.Rotations.Activities;

/// <summary>Whether a wave may be followed by the next.</summary>
/// <param name="IsOverBudget">Whether the approvers must be asked first.</param>
/// <param name="Unsent">How many of its targets were not sent, because it was stopped.</param>
public sealed record WaveAssessment(bool IsOverBudget, int Unsent);
