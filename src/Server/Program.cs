using MGen.Cli;
using MGen.Server;

return await ProgramHost.RunAsync(args, ServerProgram.RunAsync);
